import { describe, expect, test } from "bun:test";
import {
  type ChurnMetrics,
  churnMetrics,
  churnQuality,
  costThreshold,
  type SpendMetrics,
  spendMetrics,
  spendQuality,
} from "../../../src/models/judging/evaluation";

const COSTS = { missedChurner: 20, falseAlarm: 5 };

/** Three tests in which exactly what was expected came, or not. */
const HELD = [0.4, 0.4, 0.4].map((came) => ({ cutoff: 0, expected: 0.4, low: 0.35, high: 0.45, came }));
const OFF = HELD.map((test, i) => ({ ...test, came: i === 1 ? 0.5 : test.came }));

describe("the threshold by cost", () => {
  test("is the cheapest that tells the rows apart", () => {
    // At 0.5 one false alarm (5) and no leaver is missed; acting on all costs 15, on nobody 40.
    const churned = Float64Array.of(1, 0, 1, 0, 0);
    const probability = Float64Array.of(0.9, 0.8, 0.7, 0.3, 0.1);
    expect(costThreshold(churned, probability, COSTS)).toBe(0.5);
  });

  test("is that of a calibrated model where acting on everybody is cheapest", () => {
    // The likeliest leaver stays and the least likely leaves. Elkan (2001), eq. 2: 5 / (5 + 20).
    const churned = Float64Array.of(0, 1, 1, 1);
    const probability = Float64Array.of(0.9, 0.6, 0.5, 0.4);
    expect(costThreshold(churned, probability, COSTS)).toBe(0.2);
  });

  test("is that of a calibrated model where acting on nobody is cheapest", () => {
    const churned = Float64Array.of(0, 0, 0, 0, 0, 1);
    const probability = Float64Array.of(0.9, 0.8, 0.7, 0.6, 0.5, 0.4);
    expect(costThreshold(churned, probability, COSTS)).toBe(0.2);
  });

  test("follows the costs", () => {
    const churned = Float64Array.of(0, 1, 1, 1);
    const probability = Float64Array.of(0.9, 0.6, 0.5, 0.4);
    expect(costThreshold(churned, probability, { missedChurner: 9, falseAlarm: 1 })).toBe(0.1);
  });
});

describe("churn metrics", () => {
  const metrics = churnMetrics(Float64Array.of(1, 0, 1, 0), Float64Array.of(0.9, 0.6, 0.4, 0.2), 0.3, COSTS);

  test("are as counted by hand on four customers", () => {
    // Of four pairs of a leaver and a stayer three are ranked right.
    expect(metrics.auc).toBe(0.75);
    // At one half: 0.9 and 0.6 are called, one of them rightly; one leaver is missed.
    expect([metrics.accuracy, metrics.f1]).toEqual([0.5, 0.5]);
    // At 0.3 all leavers are met, with one false alarm.
    expect([metrics.threshold, metrics.business_cost]).toEqual([0.3, 5]);
    expect(metrics.brier).toBeCloseTo((0.1 ** 2 + 0.6 ** 2 + 0.6 ** 2 + 0.2 ** 2) / 4, 14);
    expect(metrics.log_loss).toBeCloseTo(-Math.log(0.9 * 0.4 * 0.4 * 0.8) / 4, 14);
  });

  test("that need both kinds of customers are NaN where there is one", () => {
    const oneKind = churnMetrics(Float64Array.of(0, 0), Float64Array.of(0.4, 0.2), 0.3, COSTS);
    expect(oneKind.auc).toBeNaN();
    expect(oneKind.business_cost).toBe(5);
  });
});

test("spend metrics are as counted by hand on three customers", () => {
  const metrics = spendMetrics(Float64Array.of(0, 10, 30), Float64Array.of(4, 10, 22));
  expect(metrics.mae).toBe(4);
  expect(metrics.rmse).toBeCloseTo(Math.sqrt(80 / 3), 14);
  expect(metrics.bias).toBeCloseTo(-4 / 3, 14);
  expect(metrics.total_ratio).toBeCloseTo(36 / 40, 14);
  expect(metrics.spearman).toBeCloseTo(1, 14);
  expect(metrics.normalised_gini).toBeCloseTo(1, 14);
});

describe("the word for a churn model", () => {
  const model = (auc: number, log_loss = 0.5) => ({ auc, log_loss }) as ChurnMetrics;

  test.each([
    [0.59, "Poor"],
    [NaN, "Poor"],
    [0.6, "Fair"],
    [0.699, "Fair"],
    [0.7, "Good"],
    [0.799, "Good"],
    [0.8, "Excellent"],
  ] as const)("with an AUC of %d is %s", (auc, word) => {
    expect(churnQuality(model(auc), [model(0.5, 0.6)], 100, HELD)).toBe(word);
  });

  test("is no better than Fair where a baseline has the lower log loss, and an equal one does not count", () => {
    expect(churnQuality(model(0.9), [model(0.5, 0.6), model(0.5, 0.49)], 100, HELD)).toBe("Fair");
    expect(churnQuality(model(0.9), [model(0.5, 0.5)], 100, HELD)).toBe("Excellent");
    expect(churnQuality(model(0.5), [model(0.5, 0.4)], 100, HELD)).toBe("Poor");
  });
});

test("on fewer than 100 test rows no word is better than Fair, for it may be luck", () => {
  const [churn, spend] = [
    { auc: 0.9, log_loss: 0.4 },
    { spearman: 0.7, total_ratio: 1, mae: 10 },
  ];
  expect(churnQuality(churn as ChurnMetrics, [], 99, HELD)).toBe("Fair");
  expect(spendQuality(spend as SpendMetrics, [], 99, HELD)).toBe("Fair");
  expect(churnQuality({ auc: 0.59 } as ChurnMetrics, [], 99, HELD)).toBe("Poor");
});

describe("the word for a spend model", () => {
  const model = (spearman: number, total_ratio = 1, mae = 10) =>
    ({ spearman, total_ratio, mae }) as SpendMetrics;

  test.each([
    [0.24, 1, "Poor"],
    [NaN, 1, "Poor"],
    [0.25, 1, "Fair"],
    [0.4, 1, "Good"],
    [0.6, 1, "Excellent"],
    [0.6, 1.34, "Excellent"],
    [0.6, 1.36, "Fair"],
    [0.6, 1 / 1.34, "Excellent"],
    [0.6, 1 / 1.36, "Fair"],
  ] as const)("with a rank correlation of %d and %d of the total is %s", (spearman, ratio, word) => {
    expect(spendQuality(model(spearman, ratio), [model(0, 1, 11)], 100, HELD)).toBe(word);
  });

  test("is no better than Fair where a baseline is nearer on average", () => {
    expect(spendQuality(model(0.7), [model(0, 1, 9.9)], 100, HELD)).toBe("Fair");
    expect(spendQuality(model(0.7), [model(0, 1, 10)], 100, HELD)).toBe("Excellent");
  });
});

describe("no model is Excellent", () => {
  const churn = { auc: 0.9, log_loss: 0.4 } as ChurnMetrics;
  const spend = { spearman: 0.7, total_ratio: 1, mae: 10 } as SpendMetrics;

  test.each([
    ["whose level was off in one of three tests", OFF],
    ["whose level held in two tests only", HELD.slice(1)],
    ["that was not tested at a level", []],
  ])("%s", (_, levels) => {
    expect(churnQuality(churn, [], 100, HELD)).toBe("Excellent");
    expect(churnQuality(churn, [], 100, levels)).toBe("Good");
    expect(spendQuality(spend, [], 100, HELD)).toBe("Excellent");
    expect(spendQuality(spend, [], 100, levels)).toBe("Good");
  });
});
