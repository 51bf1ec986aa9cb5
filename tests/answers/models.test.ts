import { describe, expect, test } from "bun:test";
import { decisionAt, decisionCosts, liftOf, perfectGain } from "../../src/answers/decision";
import { apartness, sharedBins } from "../../src/answers/feature-bins";
import { pairSegments } from "../../src/answers/paired-segments";
import { HEAD_FEATURES } from "../../src/models/heads";
import { churnCurves } from "../../src/models/judging/evaluation-curves";
import { swarmRows } from "../../views/charts/swarm";
import { sortRuns } from "../../views/pages/experiments/sorted-runs";
import { featureName } from "../../views/words/feature-names";
import { chosenMetrics, compareMetrics, METRICS, USUAL_METRICS } from "../../views/words/model-metrics";

describe("two models' figures", () => {
  const compared = (first: Record<string, number>, second: Record<string, number>) =>
    compareMetrics(first, second).map(({ metric, change, isBetter }) => [metric.key, change, isBetter]);

  test("are better or worse only where that is known", () => {
    expect(
      compared(
        { churn_auc: 0.7, churn_log_loss: 0.5, churn_threshold: 0.2, business_cost: 100 },
        { churn_auc: 0.75, churn_log_loss: 0.6, churn_threshold: 0.3, business_cost: 100 },
      ),
    ).toEqual([
      ["churn_auc", expect.closeTo(0.05), true],
      ["churn_log_loss", expect.closeTo(0.1), false],
      ["business_cost", 0, null],
      ["churn_threshold", expect.closeTo(0.1), null],
    ]);
  });

  test("are compared by their distance from 1 where 1 is right", () => {
    // ln 0.5 is further off than ln 1.5.
    expect(compared({ ltv_total_ratio: 0.5 }, { ltv_total_ratio: 1.5 })).toEqual([
      ["ltv_total_ratio", 1, true],
    ]);
    expect(compared({ ltv_total_ratio: 1 }, { ltv_total_ratio: 0.9 })[0]![2]).toBe(false);
  });

  test("have no difference where one is missing", () => {
    expect(compared({ churn_auc: 0.7 }, {})).toEqual([["churn_auc", null, null]]);
  });

  test("are chosen by key, the usual ones where none is known", () => {
    expect(chosenMetrics(["ltv_mae", "churn_auc", "nonsense"]).map(({ key }) => key)).toEqual([
      "churn_auc",
      "ltv_mae",
    ]);
    expect(chosenMetrics(["nonsense"]).map(({ key }) => key)).toEqual([...USUAL_METRICS]);
    expect(new Set(METRICS.map(({ key }) => key)).size).toBe(METRICS.length);
  });
});

describe("a decision at a threshold", () => {
  const { thresholds } = churnCurves(
    Float64Array.of(1, 1, 0, 0),
    Float64Array.of(0.9, 0.3, 0.6, 0.1),
    {},
    { missedChurner: 20, falseAlarm: 5 },
  );

  test("counts and costs what happened", () => {
    expect(decisionAt(thresholds, 0.504, { missedChurner: 10, falseAlarm: 1 })).toEqual({
      threshold: 0.5,
      foundLeavers: 1,
      missedLeavers: 1,
      falseAlarms: 1,
      leftAlone: 1,
      cost: 11,
      precision: 0.5,
      recall: 0.5,
    });
    expect(decisionAt(thresholds, 7, { missedChurner: 10, falseAlarm: 1 })).toMatchObject({
      threshold: 1,
      cost: 20,
      precision: null,
    });
  });

  test("is cheapest where the table's cost is least, acting on the fewest among equals", () => {
    // Acting on the upper three costs one false alarm; 0.3 is the last threshold that does.
    expect(decisionCosts(thresholds, { missedChurner: 20, falseAlarm: 5 }).cheapest).toBe(0.3);
    expect(decisionCosts(thresholds, { missedChurner: 0, falseAlarm: 5 }).cheapest).toBe(1);
  });

  test("lift is gain over share, and perfect gain ends where the leavers do", () => {
    expect(liftOf([0, 0.5, 1])).toEqual([1, 1]);
    expect(liftOf([0, 1, 1])).toEqual([2, 1]);
    expect(perfectGain(0.5, 4)).toEqual([0, 0.5, 1, 1, 1]);
  });
});

describe("bins of a feature", () => {
  const plain = (value: number) => String(value);

  test("have words and each group's shares", () => {
    expect(
      sharedBins(
        [1, 5],
        [
          [1, 1, 2, 0],
          [0, 5, 5, 0],
        ],
        plain,
      ),
    ).toEqual([
      { label: "≤ 1", shares: [0.25, 0] },
      { label: "1–5", shares: [0.25, 0.5] },
      { label: "> 5", shares: [0.5, 0.5] },
    ]);
  });

  test("tell of the missing only where somebody is", () => {
    expect(sharedBins([], [[3, 1]], plain)).toEqual([
      { label: "all", shares: [0.75] },
      { label: "missing", shares: [0.25] },
    ]);
  });

  test("two groups lie apart by half the sum of what their shares differ", () => {
    expect(apartness([1, 0], [0, 7])).toBe(1);
    expect(apartness([1, 1], [2, 2])).toBe(0);
    expect(apartness([3, 1], [1, 1])).toBe(0.25);
    expect(apartness([0, 0], [0, 0])).toBe(0);
  });
});

test("every feature of a model has a name that people use", () => {
  for (const name of HEAD_FEATURES.all)
    expect(featureName(name)).not.toMatch(/_|\b(?:avg|btyd|cv|ewma|ltv|p|sd|std|\d+d)\b/i);
  expect(featureName("some_new_thing")).toBe("Some new thing");
});

test("runs are put in order by any figure, those without it last", () => {
  const run = (name: string, createdAt: number, durationMs: number | null, auc?: number) => ({
    name,
    createdAt,
    durationMs,
    metrics: auc === undefined ? {} : ({ churn_auc: auc } as Record<string, number>),
  });
  const runs = [run("b", 1, null, 0.7), run("a", 3, 50), run("c", 2, 40, 0.8)];
  const by = (key: string, order: "asc" | "desc") => sortRuns(runs, key, order).map(({ name }) => name);
  expect(by("name", "asc")).toEqual(["a", "b", "c"]);
  expect(by("created", "desc")).toEqual(["a", "c", "b"]);
  expect(by("duration", "asc")).toEqual(["c", "a", "b"]);
  expect(by("duration", "desc")).toEqual(["a", "c", "b"]);
  expect(by("churn_auc", "asc")).toEqual(["b", "c", "a"]);
  expect(by("churn_auc", "desc")).toEqual(["c", "b", "a"]);
  expect(by("constructor", "asc")).toEqual(["b", "a", "c"]);
});

test("segments are paired by their id, new ones last", () => {
  const segment = (id: number, name: string) => ({
    segment: id,
    name,
    customers: 1,
    customer_share: 0,
    revenue_share: 0,
  });
  const [old, kept, renamed, fresh] = [segment(0, "A"), segment(1, "B"), segment(1, "B2"), segment(2, "C")];
  expect(pairSegments([old!, kept!], [fresh!, renamed!])).toEqual([
    { first: old!, second: null },
    { first: kept!, second: renamed! },
    { first: null, second: fresh! },
  ]);
});

test("dots that would cover each other are laid beside each other", () => {
  expect(Array.from(swarmRows([0, 10, 20], 5))).toEqual([0, 0, 0]);
  expect(Array.from(swarmRows([0, 0, 0, 10], 5))).toEqual([0, 1, -1, 0]);
  // Eleven rows at most: the twelfth covers the first.
  expect(new Set(swarmRows(new Array(11).fill(1), 5)).size).toBe(11);
  expect(swarmRows(new Array(30).fill(1), 5).every((row) => Math.abs(row) <= 5)).toBe(true);
});
