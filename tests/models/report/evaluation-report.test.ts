import { describe, expect, test } from "bun:test";
import { featureDistributions } from "../../../src/models/monitoring/feature-distributions";
import { summariseContributions } from "../../../src/models/report/contribution-summary";
import { modelFiles } from "../../../src/pipeline/artifacts";
import { train } from "../../../src/pipeline/train";
import { shopOfLines } from "../../shop";
import { simulatedLines } from "../simulated-shop";

describe("the summary of contributions", () => {
  // Two features of three customers; the second moves the log-odds by 2 on average, the first by 1.
  const names = ["recency_days", "frequency"];
  const columns = {
    recency_days: Float64Array.of(10, 20, 20),
    frequency: Float64Array.of(5, Number.NaN, 7),
  };
  const told = {
    customers: 3,
    importance: Float64Array.of(1, 2),
    among: { columns },
    drawn: { rows: 3, columns },
    contributions: Float64Array.of(1, -2, -1, 2, 1, 2),
  };
  const summary = summariseContributions(names, told);

  test("tells the strongest feature first", () => {
    expect(summary.customers).toBe(3);
    expect(summary.features.map(({ feature, mean_absolute }) => [feature, mean_absolute])).toEqual([
      ["frequency", 2],
      ["recency_days", 1],
    ]);
  });

  test("tells where a value lies among the known ones, ties in their middle, and nothing where it is missing", () => {
    const [frequency, recency] = summary.features;
    expect(frequency!.percentile).toEqual([0, null, 1]);
    expect(recency!.percentile).toEqual([0, 0.75, 0.75]);
    expect(frequency!.contribution).toEqual([-2, 2, 2]);
  });

  test("leaves out what moves nothing", () => {
    const still = { ...told, importance: new Float64Array(2), contributions: new Float64Array(6) };
    expect(summariseContributions(names, still).features).toEqual([]);
  });
});

test("distributions count leavers and stayers in the same bins, the missing ones last", () => {
  const table = {
    cutoff: Date.UTC(2020, 0, 1),
    rows: 4,
    customer: Int32Array.of(0, 1, 2, 3),
    columns: { frequency: Float64Array.of(1, 1, 3, Number.NaN) },
  };
  const { features, ...rest } = featureDistributions(table, Float64Array.of(1, 0, 0, 1), ["frequency"]);
  expect(rest).toEqual({ as_of: "2020-01-01T00:00:00.000Z", leavers: 2, stayers: 2 });
  expect(features).toEqual([{ feature: "frequency", edges: [2], leavers: [1, 0, 1], stayers: [1, 1, 0] }]);
});

describe("the evaluation of a training", () => {
  const shop = shopOfLines(simulatedLines(5, 400, 330));

  test("says the same as the card, is the same each time, small, and names no customer", async () => {
    const training = await train(shop, { settings: { effort: "quick" } });
    const { evaluation, trained } = training;
    const shipped = trained.churn.all.evaluation!;
    const { model, baselines, rows, thresholds } = evaluation.churn.all!;
    expect(rows).toBe(shipped.rows);
    expect(model.auc!).toBeCloseTo(shipped.shipped.auc, 4);
    expect(baselines.recency_alone!.auc!).toBeCloseTo(shipped.baselines.recency_alone.auc, 4);
    expect(thresholds.cost[0]).toBe(5 * (rows - evaluation.churn.all!.leavers));
    expect(evaluation.spend.all!.rows).toBe(trained.spend.all.evaluation!.rows);
    const strongest = evaluation.contributions.features[0]!;
    expect(strongest.mean_absolute).toBeCloseTo(Math.max(...trained.importance), 4);
    const counted = evaluation.features!.features[0]!;
    expect([...counted.leavers, ...counted.stayers].reduce((sum, count) => sum + count, 0)).toBe(rows);

    const text = modelFiles(training)["evaluation.json"] as string;
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(evaluation)));
    expect(text.length).toBeLessThan(300_000);
    for (const id of shop.customers) expect(text).not.toContain(`"${id}"`);
    const again = await train(shop, { settings: { effort: "quick" } });
    expect(modelFiles(again)["evaluation.json"]).toBe(text);
  });

  test("is empty where nothing could be learned", async () => {
    const few = shopOfLines(simulatedLines(5, 12, 20));
    const { evaluation } = await train(few, { settings: { effort: "quick" } });
    expect(evaluation.churn).toEqual({ all: null, base: null });
    expect(evaluation.spend).toEqual({ all: null, base: null });
    expect(evaluation.features).toBeNull();
    expect(evaluation.contributions.features).toEqual([]);
  });
});
