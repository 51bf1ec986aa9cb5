import { describe, expect, test } from "bun:test";
import {
  type ChurnModel,
  churnLogOdds,
  fitChurn,
  probabilities,
  unlearnedChurn,
} from "../../../src/models/churn/churn";
import { HEAD_FEATURES, HEAD_INPUTS, type Head } from "../../../src/models/heads";
import { churnGraph } from "../../../src/models/onnx/churn-graph";
import { OnnxModel } from "../../../src/models/onnx/session";
import { FULL_CHURN, fitFullChurn, inputsOf, SPLITS, withMissingValues } from "../simulated-rows";
import { scoreOf, worstDeviation } from "./runtime";

/** Every leaf alone in its tree: what boosting gives where nothing can be split. */
function stumps(): ChurnModel {
  const rows = SPLITS.base.test.train;
  const nothing = { ...rows, x: { ...rows.x, data: new Float64Array(rows.x.data.length) } };
  return fitChurn(nothing, HEAD_FEATURES.base, FULL_CHURN, 3);
}

describe("the runtime gives the churn model's own probabilities to 1e-5 of each, missing values included:", () => {
  test.each<[string, Head, () => ChurnModel]>([
    ["blend of all features", "all", () => fitFullChurn("all")],
    ["blend of the base features", "base", () => fitFullChurn("base")],
    ["trees only", "all", () => fitFullChurn("all", { treeWeight: 1 })],
    ["linear only, with trees that weigh nothing", "all", () => fitFullChurn("all", { treeWeight: 0 })],
    [
      "recency and frequency alone",
      "all",
      () => fitFullChurn("all", { level: "recency_frequency", treeWeight: 0 }),
    ],
    ["constant", "base", () => fitFullChurn("base", { level: "constant", treeWeight: 0 })],
    ["none", "base", () => unlearnedChurn(HEAD_FEATURES.base)],
    ["trees that are single leaves", "base", stumps],
  ])("%s", async (_, head, build) => {
    const model = build();
    const { x } = SPLITS[head].test.test;
    for (const rows of [x, withMissingValues(head, x)]) {
      const expected = probabilities(churnLogOdds(model, rows));
      expect(worstDeviation(await scoreOf(churnGraph(model), inputsOf(head, rows)), expected)).toBeLessThan(
        1e-5,
      );
    }
  });

  test("among them trees that tell customers apart, and trees that do not", () => {
    const { x } = SPLITS.base.test.test;
    expect(new Set(fitFullChurn("base").trees!.margin(x)).size).toBeGreaterThan(20);
    expect(new Set(stumps().trees!.margin(x)).size).toBe(1);
  });
});

describe("a churn file", () => {
  test("says its features, and the same model gives the same bytes", () => {
    const model = fitFullChurn("base");
    const bytes = churnGraph(model);
    expect(churnGraph(fitFullChurn("base"))).toEqual(bytes);
    expect(new TextDecoder().decode(bytes)).toContain(JSON.stringify(HEAD_INPUTS.base));
  });

  test("scores nobody where there is nobody", async () => {
    const none = { rows: 0, columns: 7, data: new Float64Array(0) };
    expect(await scoreOf(churnGraph(fitFullChurn("base")), none)).toHaveLength(0);
  });

  test("scores rows beyond one batch in their order", async () => {
    const model = fitFullChurn("base", { level: "recency_frequency", treeWeight: 0 });
    const { x } = SPLITS.base.test.test;
    const rows = 8192 + 3;
    const data = Float64Array.from({ length: rows * x.columns }, (_, i) => x.data[i % x.data.length]!);
    const many = { rows, columns: x.columns, data };
    const expected = probabilities(churnLogOdds(model, many));
    expect(worstDeviation(await scoreOf(churnGraph(model), inputsOf("base", many)), expected)).toBeLessThan(
      1e-5,
    );
  });

  test("refuses rows of another width", async () => {
    const model = await OnnxModel.load(churnGraph(fitFullChurn("base")), 7);
    await expect(model.score(SPLITS.all.test.test.x)).rejects.toThrow(RangeError);
    await model.release();
  });
});
