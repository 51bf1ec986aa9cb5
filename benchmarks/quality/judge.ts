import type { Random } from "../../src/learning/random";
import { METRICS, type Metric, type Target } from "./metrics";
import type { Outcome } from "./trial";

export const OURS = "ours";

/** The same answer for everybody (up to the share of customers it was learned from): no order to judge. */
const CONSTANT: ReadonlySet<string> = new Set(["everybody alike", "median for all"]);
/**
 * Shown, but not what ours is held against. Trees on all features eat what ours cooked; and where most customers buy
 * nothing, to expect nothing of anybody has the least absolute error of all and is no use to anybody.
 */
const FOR_REFERENCE: ReadonlySet<string> = new Set(["XGBoost, all features", ...CONSTANT]);

/** One fold: what came true of its customers, and what each contender had said of it. */
export interface Fold extends Outcome {
  readonly churn: ReadonlyMap<string, Float64Array>;
  readonly spendBy: ReadonlyMap<string, Float64Array>;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface Score {
  readonly mean: number;
  /** Standard deviation over the folds; NaN with one. */
  readonly sd: number;
}

export interface Verdict {
  readonly metric: string;
  readonly verdict: "best" | "within spread of best" | "behind";
  readonly best: string;
  /** How much worse than the best peer, in the metric's unit; below 0 is better. */
  readonly behind: number;
  /** Standard error of that over bootstrap samples of customers. */
  readonly standardError: number;
}

export interface Judgement {
  readonly rows: number;
  readonly churnRate: number;
  readonly meanSpend: number;
  /** Contender → metric → score. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<string, Score>>;
  readonly verdicts: readonly Verdict[];
  /** Standard errors of our own figures, metric → error, over the same bootstrap samples. */
  readonly standardErrors: ReadonlyMap<string, number>;
  /** Share of the spends within our interval; NaN where there is none. */
  readonly coverage: number;
  /** Their mean width over the mean spend. */
  readonly width: number;
}

/** Two standard errors: a difference below that may be chance. */
const SPREAD = 1.96;

/** Every metric of every contender that answered in all folds, and how ours does beside the best peer. */
export function judge(folds: readonly Fold[], target: Target, replicates: number, random: Random): Judgement {
  const metrics = METRICS.filter((metric) => metric.target === target);
  const names = [...answersOf(folds[0]!, target).keys()].filter((name) =>
    folds.every((fold) => answersOf(fold, target).has(name)),
  );
  const scores = new Map(
    names.map((name) => [
      name,
      new Map(metrics.map((metric) => [metric.name, scoreOf(folds.map((f) => figureOf(f, metric, name)))])),
    ]),
  );
  const peers = names.filter((name) => name !== OURS && !FOR_REFERENCE.has(name));
  const contested = metrics.filter((metric) => metric.contested && peers.length > 0);
  const rivals = contested.map((metric) => bestPeer(peers, scores, metric));
  const rivalOf = new Map(contested.map((metric, i) => [metric, rivals[i]!]));
  const { differences, own } = standardErrors(folds, metrics, rivalOf, replicates, random);
  const verdicts = contested.map((metric, i): Verdict => {
    const behind =
      metric.badness(scores.get(OURS)!.get(metric.name)!.mean) -
      metric.badness(scores.get(rivals[i]!)!.get(metric.name)!.mean);
    const standardError = differences.get(metric.name)!;
    const verdict =
      behind <= 0 ? "best" : behind <= SPREAD * standardError ? "within spread of best" : "behind";
    return { metric: metric.name, verdict, best: rivals[i]!, behind, standardError };
  });
  const rows = folds.reduce((sum, fold) => sum + fold.customer.length, 0);
  const mean = (column: (fold: Fold) => Float64Array) =>
    folds.reduce((sum, fold) => column(fold).reduce((a, b) => a + b, sum), 0) / rows;
  const meanSpend = mean((fold) => fold.spend);
  return {
    rows,
    churnRate: mean((fold) => fold.churned),
    meanSpend,
    scores,
    verdicts,
    standardErrors: own,
    coverage: mean((fold) =>
      fold.spend.map((value, i) =>
        Number.isNaN(fold.low[i]!) ? NaN : +(value >= fold.low[i]! && value <= fold.high[i]!),
      ),
    ),
    width: mean((fold) => fold.high.map((high, i) => high - fold.low[i]!)) / meanSpend,
  };
}

/** The fold with only the customers who had `least` orders. */
export function withOrders(fold: Fold, least: number): Fold {
  return takeFold(
    fold,
    fold.customer.map((_, i) => i).filter((i) => fold.orders[i]! >= least),
  );
}

/** A better metric may be had by nobody: then the first peer stands in and the difference is NaN. */
function bestPeer(
  peers: readonly string[],
  scores: ReadonlyMap<string, ReadonlyMap<string, Score>>,
  metric: Metric,
): string {
  const badness = (name: string) => {
    const value = metric.badness(scores.get(name)!.get(metric.name)!.mean);
    return Number.isNaN(value) ? Infinity : value;
  };
  return peers.reduce((best, name) => (badness(name) < badness(best) ? name : best));
}

/**
 * Standard errors of our figures and of their differences from the rivals': customers are drawn with replacement, all
 * rows of a customer together, and both contenders are judged on the same draw (paired bootstrap, Efron & Tibshirani
 * 1993, chapter 6).
 */
function standardErrors(
  folds: readonly Fold[],
  metrics: readonly Metric[],
  rivals: ReadonlyMap<Metric, string>,
  replicates: number,
  random: Random,
): { differences: Map<string, number>; own: Map<string, number> } {
  const customers = [...new Set(folds.flatMap((fold) => Array.from(fold.customer)))];
  const place = new Map(customers.map((customer, i) => [customer, i]));
  const needed = new Set([OURS, ...rivals.values()]);
  const lean = folds.map((fold) => ({
    ...fold,
    churn: new Map([...fold.churn].filter(([name]) => needed.has(name))),
    spendBy: new Map([...fold.spendBy].filter(([name]) => needed.has(name))),
  }));
  const own = metrics.map(() => [] as number[]);
  const differences = metrics.map(() => [] as number[]);
  const times = new Int32Array(customers.length);
  for (let replicate = 0; replicate < replicates; replicate++) {
    times.fill(0);
    for (let i = 0; i < customers.length; i++) times[random.integer(customers.length)]!++;
    const drawn = lean.map((fold) => takeFold(fold, repeat(fold.customer, place, times)));
    metrics.forEach((metric, m) => {
      const mean = (name: string) => scoreOf(drawn.map((fold) => figureOf(fold, metric, name))).mean;
      const ours = mean(OURS);
      own[m]!.push(ours);
      const rival = rivals.get(metric);
      if (rival) differences[m]!.push(metric.badness(ours) - metric.badness(mean(rival)));
    });
  }
  const errors = (lists: readonly number[][]) =>
    new Map(metrics.map((metric, m) => [metric.name, scoreOf(lists[m]!).sd]));
  return { differences: errors(differences), own: errors(own) };
}

function repeat(customer: Int32Array, place: ReadonlyMap<number, number>, times: Int32Array): Int32Array {
  const index: number[] = [];
  for (let i = 0; i < customer.length; i++) {
    for (let k = times[place.get(customer[i]!)!]!; k > 0; k--) index.push(i);
  }
  return Int32Array.from(index);
}

function takeFold(fold: Fold, index: Int32Array): Fold {
  const only = (column: Float64Array) => {
    const out = new Float64Array(index.length);
    for (let i = 0; i < index.length; i++) out[i] = column[index[i]!]!;
    return out;
  };
  const each = (answers: ReadonlyMap<string, Float64Array>) =>
    new Map([...answers].map(([name, column]) => [name, only(column)]));
  return {
    customer: index.map((i) => fold.customer[i]!),
    orders: only(fold.orders),
    churned: only(fold.churned),
    spend: only(fold.spend),
    churn: each(fold.churn),
    spendBy: each(fold.spendBy),
    low: only(fold.low),
    high: only(fold.high),
  };
}

function answersOf(fold: Fold, target: Target): ReadonlyMap<string, Float64Array> {
  return target === "churn" ? fold.churn : fold.spendBy;
}

function figureOf(fold: Fold, metric: Metric, name: string): number {
  if (metric.ranks && CONSTANT.has(name)) return Number.NaN;
  const actual = metric.target === "churn" ? fold.churned : fold.spend;
  return metric.of(actual, answersOf(fold, metric.target).get(name)!);
}

function scoreOf(values: readonly number[]): Score {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}
