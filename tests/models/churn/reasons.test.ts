import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import { churnLogOdds, unlearnedChurn } from "../../../src/models/churn/churn";
import { churnModelFromExplainer, explainerState } from "../../../src/models/churn/explainer";
import { churnExplainer, topReasons } from "../../../src/models/churn/reasons";
import { HEAD_FEATURES, type Head } from "../../../src/models/heads";
import { farthest } from "../../learning/fixture";
import { fitFullChurn, SPLITS, withMissingValues } from "../simulated-rows";

describe.each<Head>(["all", "base"])("the reasons of the head with %s features", (head) => {
  const model = fitFullChurn(head);
  const { x } = SPLITS[head].test;

  test("add up to the log-odds to 1e-9, with missing values too", () => {
    for (const rows of [x, withMissingValues(head, x)]) {
      const explanation = churnExplainer(model)(rows);
      const sums = Float64Array.from({ length: rows.rows }, (_, i) => {
        const own = explanation.contributions.subarray(i * x.columns, (i + 1) * x.columns);
        return own.reduce((total, value) => total + value, explanation.expected);
      });
      expect(farthest(sums, churnLogOdds(model, rows))).toBeLessThan(1e-9);
    }
  });

  test("both parts of the blend have a say", () => {
    const linear = churnExplainer({ ...model, treeWeight: 0 })(x).contributions;
    const blended = churnExplainer(model)(x).contributions;
    expect(linear.some((value) => value !== 0)).toBe(true);
    expect(blended.some((value, i) => Math.abs(value - linear[i]! * (1 - model.treeWeight)) > 1e-6)).toBe(
      true,
    );
  });

  test("are the same from the state that a model folder keeps", () => {
    const restored = churnModelFromExplainer(JSON.parse(JSON.stringify(explainerState(model))));
    expect(churnExplainer(restored)(x)).toEqual(churnExplainer(model)(x));
    expect(churnLogOdds(restored, x)).toEqual(churnLogOdds(model, x));
  });
});

describe("top reasons", () => {
  const features = HEAD_FEATURES.base;
  const model = { ...unlearnedChurn(features), level: "full" as const };
  const x = matrix(2, 7, Float64Array.of(...[40, 1, 12.5, 12.5, NaN, 0, 0], ...[1, 9, 900, 100, 60, 7, 56]));
  const contributions = Float64Array.of(
    ...[0.5, -0.2, 1e-12, 0.1, -0.9, 0, 0.3],
    ...[-1.5, -0.4, 0.05, 0, 0, 0, 0],
  );
  const explanation = { contributions, expected: 0 };

  test("are the largest by size whatever their sign, and no more than asked for", () => {
    const reasons = topReasons(model, x, explanation, 0, 3);
    expect(reasons.map(({ feature, contribution }) => [feature, contribution])).toEqual([
      ["unique_products", -0.9],
      ["recency_days", 0.5],
      ["purchase_span_days", 0.3],
    ]);
  });

  test("come in the order of the features where they are equally large", () => {
    const equal = { contributions: Float64Array.of(0.2, -0.4, 0.2, 0.4, -0.2, 0.4, 0.1), expected: 0 };
    const one = matrix(1, 7, x.data.slice(0, 7));
    for (const [count, places] of [
      [1, [1]],
      [2, [1, 3]],
      [4, [1, 3, 5, 0]],
      [99, [1, 3, 5, 0, 2, 4, 6]],
    ] as const) {
      const named = topReasons(model, one, equal, 0, count).map(({ feature }) => feature);
      expect(named).toEqual(places.map((place) => features[place]!));
    }
  });

  test("belong to the row that is asked for", () => {
    const reasons = topReasons(model, x, explanation, 1, 2);
    expect(reasons.map(({ feature, value }) => [feature, value])).toEqual([
      ["recency_days", 1],
      ["frequency", 9],
    ]);
  });

  test("leave out what moved nothing", () => {
    const names = topReasons(model, x, explanation, 0, 99).map(({ feature }) => feature);
    expect(names).toEqual([
      "unique_products",
      "recency_days",
      "purchase_span_days",
      "frequency",
      "avg_basket_value",
    ]);
  });

  test("say in words whether the risk is raised or lowered, and null for a value that is not known", () => {
    const [unknown, recency] = topReasons(model, x, explanation, 0, 2);
    expect(unknown!.value).toBeNull();
    expect(unknown!.text).toStartWith("Lowers the risk: ");
    expect(unknown!.text).not.toContain("NaN");
    expect(recency!.text).toStartWith("Raises the risk: ");
    expect(recency!.text).toContain("40 days");
  });

  test("there are none where nothing was learned", () => {
    const none = unlearnedChurn(features);
    expect(topReasons(none, x, churnExplainer(none)(x), 0, 3)).toEqual([]);
  });
});
