import { describe, expect, test } from "bun:test";
import { flatMetrics } from "../../../src/models/report/flat-metrics";
import { unlearnedSpend } from "../../../src/models/spend/lifetime-value";
import { churnFigures, judgedChurn, judgedSpend } from "../trained-models";

describe("the flat metrics", () => {
  const metrics = flatMetrics(judgedChurn(), judgedSpend(), 0.375);

  test.each([
    ["baseline_acc", 0.574],
    ["baseline_f1", 0],
    ["logreg_f1", 0.571],
    ["logreg_auc", 0.751],
    ["logreg_acc", 0.661],
    ["logreg_best_threshold", 0.211],
    ["logreg_val_acc", 0.641],
    ["boosted_f1", 0.561],
    ["boosted_auc", 0.741],
    ["boosted_acc", 0.651],
    ["boosted_best_threshold", 0.201],
    ["boosted_val_acc", 0.631],
    ["churn_auc", 0.761],
    ["churn_acc", 0.677],
    ["churn_threshold", 0.219],
    ["churn_rate", 0.4255],
    ["business_cost", 4310],
    ["ltv_mae", 1234.4],
    ["ltv_rmse", 5678.9],
    ["ltv_spearman", 0.4567],
    ["segmentation_silhouette", 0.375],
  ])("have %s", (name, value) => {
    expect(metrics[name]).toBe(value);
  });

  test("have each boosted number under xgb too", () => {
    const named = (prefix: string) =>
      Object.entries(metrics)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]);
    expect(named("xgb_")).toHaveLength(5);
    expect(named("xgb_")).toEqual(named("boosted_"));
  });

  test("leave out what is not defined, so that every number is finite", () => {
    const judged = judgedChurn({
      boosted: null,
      selection: { logistic: 0.6, boosted: null },
      shipped: churnFigures({ auc: NaN }),
    });
    const some = flatMetrics(judged, judgedSpend(), NaN);
    expect(Object.keys(some).filter((name) => /^(xgb|boosted)_/.test(name))).toEqual([]);
    expect(some).not.toHaveProperty("churn_auc");
    expect(some).not.toHaveProperty("segmentation_silhouette");
    expect(Object.values(some).every(Number.isFinite)).toBe(true);
  });

  test("are only the silhouette where nothing was judged", () => {
    const churn = { ...judgedChurn(), evaluation: null };
    const spend = {
      model: unlearnedSpend(["recency_days"], 90),
      level: null,
      bands: null,
      buyers: null,
      evaluation: null,
    };
    expect(flatMetrics(churn, spend, 0.2)).toEqual({ segmentation_silhouette: 0.2 });
  });
});
