import {
  averagePrecision,
  confusionAt,
  type DecisionCosts,
  precisionRecallCurve,
  rankedGroups,
  reliabilityBins,
  rocAuc,
  rocCurve,
} from "../../learning/metrics/index";
import { rankByPrediction } from "../../learning/metrics/ranking";
import type { Random } from "../../learning/random";
import type { LevelTest } from "../level/level-test";

/** Most points of a curve. */
export const MOST_POINTS = 200;
/** Thresholds 0, 0.01, …, 1, and shares of the customers likewise. */
const STEPS = 100;
/** Bins of the histogram of probabilities, of equal width. */
const SCORE_BINS = 20;
/** Test rows in the chart of predicted against actual. */
const MOST_SAMPLED = 500;

/** Two columns of a curve, a point each. */
export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** How one ranking of the test rows did; curves are null if only one class is present. Wire format. */
export interface RankingCurves {
  readonly auc: number | null;
  readonly pr_auc: number | null;
  /** x: share of stayers called leavers; y: share of leavers called so. */
  readonly roc: Curve | null;
  /** x: share of leavers found; y: share of leavers among those called so. */
  readonly precision_recall: Curve | null;
  /** Share of all leavers among the first 0 %, 1 %, …, 100 % of the rows. */
  readonly gain: readonly number[] | null;
}

/** A bin of the reliability diagram. Wire format. */
export interface ReliabilityPoint {
  readonly rows: number;
  readonly mean_probability: number;
  readonly observed_rate: number;
}

/** Counts of test rows at each of the thresholds 0, 0.01, …, 1; cost at the training's costs. Wire format. */
export interface ThresholdTable {
  readonly true_positives: readonly number[];
  readonly false_positives: readonly number[];
  readonly true_negatives: readonly number[];
  readonly false_negatives: readonly number[];
  readonly cost: readonly number[];
}

/** All chart data of a head's test of probabilities. Wire format. */
export interface ChurnCurves {
  readonly rows: number;
  readonly leavers: number;
  readonly costs: { readonly missed_churner: number; readonly false_alarm: number };
  readonly model: RankingCurves;
  readonly baselines: Readonly<Record<string, RankingCurves>>;
  readonly reliability: readonly ReliabilityPoint[];
  /** Rows a bin of 1/20 of probability. */
  readonly scores: { readonly leavers: readonly number[]; readonly stayers: readonly number[] };
  readonly thresholds: ThresholdTable;
}

/**
 * Charts the test of probabilities of leaving. `churned` (n, 0 or 1), `probability` (n, in [0, 1]), `baselines`: the
 * same from simple rules. Throws a RangeError on bad input.
 */
export function churnCurves(
  churned: Float64Array,
  probability: Float64Array,
  baselines: Readonly<Record<string, Float64Array>>,
  costs: DecisionCosts,
): ChurnCurves {
  return {
    rows: churned.length,
    leavers: sum(churned),
    costs: { missed_churner: costs.missedChurner, false_alarm: costs.falseAlarm },
    model: rankingCurves(churned, probability),
    baselines: Object.fromEntries(
      Object.entries(baselines).map(([name, scores]) => [name, rankingCurves(churned, scores)]),
    ),
    reliability: reliabilityBins(churned, probability).map(({ rows, meanProbability, observedRate }) => ({
      rows,
      mean_probability: short(meanProbability),
      observed_rate: short(observedRate),
    })),
    scores: scoreHistogram(churned, probability),
    thresholds: thresholdTable(churned, probability, costs),
  };
}

/** The curves of one ranking. */
export function rankingCurves(churned: Float64Array, scores: Float64Array): RankingCurves {
  if (!churned.includes(0) || !churned.includes(1)) {
    return { auc: null, pr_auc: null, roc: null, precision_recall: null, gain: null };
  }
  const roc = rocCurve(churned, scores);
  const precisionRecall = precisionRecallCurve(churned, scores);
  return {
    auc: short(rocAuc(churned, scores)),
    pr_auc: short(averagePrecision(churned, scores)),
    roc: thinned(roc.falsePositiveRate, roc.truePositiveRate),
    precision_recall: thinned(precisionRecall.recall, precisionRecall.precision),
    gain: gainByPercentile(churned, scores),
  };
}

/**
 * Share of Σ `actual` among the first 0 %, 1 %, …, 100 % of the rows by falling score: 101 values. A tie cut by a
 * border counts by its mean, so the order of the rows does not matter. NaN if Σ `actual` is 0.
 */
export function gainByPercentile(actual: Float64Array, scores: Float64Array): number[] {
  const ranking = rankByPrediction(actual, scores).actual;
  const total = sum(actual);
  const gain = [0];
  let found = 0;
  for (let step = 1, i = 0; step <= STEPS; step++) {
    const to = Math.round((step / STEPS) * ranking.length);
    for (; i < to; i++) found += ranking[i]!;
    gain.push(short(found / total));
  }
  return gain;
}

/** At most `MOST_POINTS` points of a curve, including its ends, evenly spaced along it by |Δx| + |Δy|. */
export function thinned(x: Float64Array, y: Float64Array): Curve {
  const n = x.length;
  const kept: number[] = [];
  if (n <= MOST_POINTS) for (let i = 0; i < n; i++) kept.push(i);
  else {
    const way = new Float64Array(n);
    for (let i = 1; i < n; i++)
      way[i] = way[i - 1]! + Math.abs(x[i]! - x[i - 1]!) + Math.abs(y[i]! - y[i - 1]!);
    const step = way[n - 1]! / (MOST_POINTS - 1);
    kept.push(0);
    for (let i = 1, next = step; i < n - 1; i++) {
      if (way[i]! < next) continue;
      kept.push(i);
      while (next <= way[i]!) next += step;
    }
    kept.push(n - 1);
  }
  return { x: kept.map((i) => short(x[i]!)), y: kept.map((i) => short(y[i]!)) };
}

function scoreHistogram(churned: Float64Array, probability: Float64Array): ChurnCurves["scores"] {
  const leavers = new Array<number>(SCORE_BINS).fill(0);
  const stayers = new Array<number>(SCORE_BINS).fill(0);
  for (let i = 0; i < churned.length; i++) {
    const bin = Math.min(SCORE_BINS - 1, Math.floor(probability[i]! * SCORE_BINS));
    (churned[i] === 1 ? leavers : stayers)[bin]!++;
  }
  return { leavers, stayers };
}

function thresholdTable(
  churned: Float64Array,
  probability: Float64Array,
  { missedChurner, falseAlarm }: DecisionCosts,
): ThresholdTable {
  const counts = Array.from({ length: STEPS + 1 }, (_, step) =>
    confusionAt(churned, probability, step / STEPS),
  );
  return {
    true_positives: counts.map(({ truePositives }) => truePositives),
    false_positives: counts.map(({ falsePositives }) => falsePositives),
    true_negatives: counts.map(({ trueNegatives }) => trueNegatives),
    false_negatives: counts.map(({ falseNegatives }) => falseNegatives),
    cost: counts.map(
      ({ falseNegatives, falsePositives }) => falseNegatives * missedChurner + falsePositives * falseAlarm,
    ),
  };
}

/** A tenth of the test rows, neighbours by expected spend. Money in the file's currency. Wire format. */
export interface SpendDecile {
  readonly rows: number;
  readonly least_expected: number;
  readonly greatest_expected: number;
  readonly mean_expected: number;
  readonly mean_actual: number;
  /** Means of the interval's ends, and the share of rows within; null without intervals. */
  readonly mean_low: number | null;
  readonly mean_high: number | null;
  readonly coverage: number | null;
}

/** All chart data of a head's test of expected spend. Wire format. */
export interface SpendCurves {
  readonly rows: number;
  /** Lowest first. */
  readonly deciles: readonly SpendDecile[];
  /** A seeded draw of the rows, to three digits, by falling expectation. */
  readonly sample: { readonly expected: readonly number[]; readonly actual: readonly number[] };
  /** Σ expected / Σ actual of the tests before the last. */
  readonly earlier_total_ratios: readonly number[];
}

/** Test rows of expected spend, n each; `low` and `high` are NaN without intervals. */
export interface SpendTest {
  readonly spend: Float64Array;
  readonly predicted: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Mean spend expected and found in time order, this test last. */
  readonly levels: readonly Pick<LevelTest, "expected" | "came">[];
}

/** Charts the test of expected spend. Throws a RangeError on bad input. */
export function spendCurves({ spend, predicted, low, high, levels }: SpendTest, random: Random): SpendCurves {
  const hasIntervals = low.length > 0 && !low.some(Number.isNaN) && !high.some(Number.isNaN);
  const held = spend.map((value, i) => (low[i]! <= value && value <= high[i]! ? 1 : 0));
  const groups = rankedGroups(spend, predicted);
  const meansOf = (values: Float64Array) =>
    hasIntervals ? rankedGroups(values, predicted).map(({ rows, sumActual }) => short(sumActual / rows)) : [];
  const [lows, highs, coverages] = [meansOf(low), meansOf(high), meansOf(held)];
  const drawn = Array.from(random.sample(spend.length, Math.min(MOST_SAMPLED, spend.length))).sort(
    (a, b) => predicted[b]! - predicted[a]! || spend[b]! - spend[a]!,
  );
  return {
    rows: spend.length,
    deciles: groups.map((group, g) => ({
      rows: group.rows,
      least_expected: short(group.leastPrediction),
      greatest_expected: short(group.greatestPrediction),
      mean_expected: short(group.sumPredicted / group.rows),
      mean_actual: short(group.sumActual / group.rows),
      mean_low: lows[g] ?? null,
      mean_high: highs[g] ?? null,
      coverage: coverages[g] ?? null,
    })),
    sample: {
      expected: drawn.map((i) => short(predicted[i]!, 3)),
      actual: drawn.map((i) => short(spend[i]!, 3)),
    },
    earlier_total_ratios: levels.slice(0, -1).map(({ expected, came }) => short(expected / came)),
  };
}

/** As many digits as a chart needs. */
export function short(value: number, digits = 5): number {
  return Number(value.toPrecision(digits));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
