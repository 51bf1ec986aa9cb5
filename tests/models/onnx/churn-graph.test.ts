import { describe, expect, test } from "bun:test";
import {
  type ChurnModel,
  churnLogOdds,
  churnModel,
  probabilities,
  unlearnedChurn,
} from "../../../src/models/churn/churn";
import { type ChurnMembers, fitMembers } from "../../../src/models/churn/members";
import { HEAD_FEATURES, HEAD_INPUTS, type Head } from "../../../src/models/heads";
import { churnGraph } from "../../../src/models/onnx/churn-graph";
import { OnnxModel } from "../../../src/models/onnx/session";
import { fitFullChurn, inputsOf, membersOf, SPLITS, withMissingValues } from "../simulated-rows";
import { scoreOf, worstDeviation } from "./runtime";

/** Every leaf alone in its tree: what boosting gives where nothing can be split. */
function stumps(): ChurnMembers {
  const rows = SPLITS.base.train;
  const nothing = { ...rows, x: { ...rows.x, data: new Float64Array(rows.x.data.length) } };
  return fitMembers(nothing, HEAD_FEATURES.base, "full", 3);
}

describe("the runtime gives the churn model's own probabilities to 1e-5 of each, missing values included:", () => {
  test.each<[string, Head, () => ChurnModel]>([
    ["blend of all features", "all", () => fitFullChurn("all")],
    ["blend of the base features", "base", () => fitFullChurn("base")],
    ["trees only", "all", () => fitFullChurn("all", 1)],
    ["linear only, with trees that weigh nothing", "all", () => fitFullChurn("all", 0)],
    ["recency and frequency alone", "all", () => churnModel(membersOf("all", "recency_frequency"), [1], 0.3)],
    ["constant", "base", () => churnModel(membersOf("base", "constant"), [1], -1.2)],
    ["the purchase model only", "all", () => churnModel(membersOf("all"), [0, 0, 1], 0.2)],
    ["all three voters alike", "all", () => churnModel(membersOf("all"), [1 / 3, 1 / 3, 1 / 3], -0.5)],
    ["none", "base", () => unlearnedChurn(HEAD_FEATURES.base)],
    ["trees that are single leaves", "base", () => churnModel(stumps(), [1 / 2, 1 / 2], 0)],
  ])("%s", async (_, head, build) => {
    const model = build();
    const { x } = SPLITS[head].test;
    for (const rows of [x, withMissingValues(head, x)]) {
      const expected = probabilities(churnLogOdds(model, rows));
      expect(worstDeviation(await scoreOf(churnGraph(model), inputsOf(head, rows)), expected)).toBeLessThan(
        1e-5,
      );
    }
  });

  test("among them trees that tell customers apart, and trees that do not", () => {
    const { x } = SPLITS.base.test;
    expect(new Set(membersOf("base").trees!.margin(x)).size).toBeGreaterThan(20);
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
    const model = churnModel(membersOf("base", "recency_frequency"), [1], 0.3);
    const { x } = SPLITS.base.test;
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
    await expect(model.score(SPLITS.all.test.x)).rejects.toThrow(RangeError);
    await model.release();
  });
});
