import { describe, expect, test } from "bun:test";
import { Random } from "../../../src/learning/random";
import {
  churnCurves,
  gainByPercentile,
  MOST_POINTS,
  rankingCurves,
  spendCurves,
  thinned,
} from "../../../src/models/judging/evaluation-curves";

const COSTS = { missedChurner: 20, falseAlarm: 5 };
/** Four of ten leave; the ranking puts three of them first, then four who stay, then the last leaver. */
const churned = Float64Array.of(1, 1, 1, 0, 0, 0, 0, 1, 0, 0);
const probability = Float64Array.of(0.95, 0.85, 0.75, 0.65, 0.55, 0.45, 0.35, 0.25, 0.15, 0.05);

describe("the curves of a ranking", () => {
  const { auc, roc, precision_recall, gain } = rankingCurves(churned, probability);

  test("go through the points that the counts give", () => {
    // Of the 6 who stay the first 4 stand above the last leaver: (3 · 6 + 2) / 24.
    expect(auc).toBe(0.83333);
    expect(roc!.x).toEqual([0, 0, 0, 0, 0.16667, 0.33333, 0.5, 0.66667, 0.66667, 0.83333, 1]);
    expect(roc!.y).toEqual([0, 0.25, 0.5, 0.75, 0.75, 0.75, 0.75, 0.75, 1, 1, 1]);
    expect(precision_recall!.x.slice(0, 4)).toEqual([0.25, 0.5, 0.75, 0.75]);
    expect(precision_recall!.y.slice(0, 4)).toEqual([1, 1, 1, 0.75]);
  });

  test("tell the gain at each hundredth of the rows", () => {
    expect(gain).toHaveLength(101);
    expect([gain![0], gain![10], gain![30], gain![70], gain![80], gain![100]]).toEqual([
      0, 0.25, 0.75, 0.75, 1, 1,
    ]);
  });

  test("are missing where everybody did the same", () => {
    expect(rankingCurves(new Float64Array(10), probability)).toEqual({
      auc: null,
      pr_auc: null,
      roc: null,
      precision_recall: null,
      gain: null,
    });
  });

  test("are a straight line where everybody has one score, whatever the order of the rows", () => {
    const gain = gainByPercentile(churned, new Float64Array(10).fill(0.5));
    expect([gain[10], gain[50], gain[100]]).toEqual([0.1, 0.5, 1]);
  });
});

describe("a thinned curve", () => {
  const n = 10_000;
  const x = Float64Array.from({ length: n }, (_, i) => i / (n - 1));
  const y = x.map(Math.sqrt);
  const curve = thinned(x, y);

  test("keeps its ends and no more points than a picture needs", () => {
    expect(curve.x.length).toBeLessThanOrEqual(MOST_POINTS);
    expect(curve.x.length).toBeGreaterThan(MOST_POINTS / 2);
    expect([curve.x[0], curve.y[0], curve.x.at(-1), curve.y.at(-1)]).toEqual([0, 0, 1, 1]);
  });

  test("has its points evenly far along it, also where it is steep", () => {
    const steps = curve.x.slice(1).map((value, i) => value - curve.x[i]! + (curve.y[i + 1]! - curve.y[i]!));
    // The whole way is 2, in 199 steps; the steep first step of the fine curve is a hundredth long by itself.
    expect(Math.max(...steps)).toBeLessThan(2 / 199 + 0.011);
  });
});

describe("the picture of a churn test", () => {
  const curves = churnCurves(churned, probability, { recency_alone: probability }, COSTS);

  test("counts who falls where at each threshold, and what that costs", () => {
    const { thresholds } = curves;
    expect(thresholds.cost).toHaveLength(101);
    const at = (i: number) => [
      thresholds.true_positives[i],
      thresholds.false_positives[i],
      thresholds.true_negatives[i],
      thresholds.false_negatives[i],
      thresholds.cost[i],
    ];
    expect(at(0)).toEqual([4, 6, 0, 0, 30]);
    expect(at(50)).toEqual([3, 2, 4, 1, 30]);
    expect(at(70)).toEqual([3, 0, 6, 1, 20]);
    expect(at(100)).toEqual([0, 0, 6, 4, 80]);
  });

  test("counts leavers and stayers by probability", () => {
    expect(curves.scores.leavers[19]).toBe(1);
    expect(curves.scores.stayers[1]).toBe(1);
    const total = [...curves.scores.leavers, ...curves.scores.stayers].reduce((sum, count) => sum + count, 0);
    expect(total).toBe(10);
    expect({ rows: curves.rows, leavers: curves.leavers }).toEqual({ rows: 10, leavers: 4 });
  });

  test("tells what was told and what happened, group by group", () => {
    expect(curves.reliability[0]).toEqual({ rows: 1, mean_probability: 0.05, observed_rate: 0 });
    expect(curves.reliability[9]).toEqual({ rows: 1, mean_probability: 0.95, observed_rate: 1 });
  });

  test("has the same curves for a baseline of the same ranking", () => {
    expect(curves.baselines.recency_alone).toEqual(curves.model);
  });
});

describe("the picture of a test of spend", () => {
  const n = 1000;
  const predicted = Float64Array.from({ length: n }, (_, i) => i + 1);
  const spend = predicted.map((value, i) => (i % 2 === 0 ? value * 2 : 0));
  const low = new Float64Array(n);
  const high = predicted.map((value) => value * 1.5);
  const material = {
    spend,
    predicted,
    low,
    high,
    levels: [
      { expected: 91.2345678, came: 100 },
      { expected: 100, came: 50 },
    ],
  };

  test("tells means and coverage by tenth", () => {
    const { deciles, earlier_total_ratios } = spendCurves(material, new Random(1));
    expect(deciles).toHaveLength(10);
    // 1 to 100: the odd ones, rows of even index, spend double; their sum is 2500.
    expect(deciles[0]).toEqual({
      rows: 100,
      least_expected: 1,
      greatest_expected: 100,
      mean_expected: 50.5,
      mean_actual: 50,
      mean_low: 0,
      mean_high: 75.75,
      coverage: 0.5,
    });
    expect(earlier_total_ratios).toEqual([0.91235]);
  });

  test("draws rows by the seed, and no more than fit a picture", () => {
    const { sample } = spendCurves(material, new Random(1));
    expect(sample.expected).toHaveLength(500);
    expect(sample).toEqual(spendCurves(material, new Random(1)).sample);
    expect(sample).not.toEqual(spendCurves(material, new Random(2)).sample);
    sample.expected.forEach((value, i) => {
      // Rounded to three digits each.
      expect([0, 2]).toContain(Math.round(sample.actual[i]! / value));
    });
  });

  test("has no interval where none was told", () => {
    const none = new Float64Array(n).fill(Number.NaN);
    const { deciles } = spendCurves({ ...material, low: none, high: none }, new Random(1));
    expect(deciles[0]).toMatchObject({ mean_low: null, mean_high: null, coverage: null });
  });
});
