import type { Matrix } from "../learning/matrix";
import { type ChurnModel, churnLogOdds } from "./churn";
import { applyDesign } from "./linear-predictor";

/**
 * Why the churn model says what it says: additive contributions to the calibrated log-odds. For every row,
 * `expected + Σ contributions = log-odds` (exact up to rounding): TreeSHAP for the trees, coefficient × distance from
 * the mean for the linear part, both through blend and calibration, which are linear in the log-odds.
 */
export interface Explanation {
  /** n × d; positive raises the probability of leaving. */
  readonly contributions: Float64Array;
  /** Log-odds of the average customer that the model was fitted on. */
  readonly expected: number;
}

/** Explains each row of `x` (n × d, the model's features). */
export function explainChurn(model: ChurnModel, x: Matrix): Explanation {
  return explain(model, x, (rows) => model.trees!.explain(rows));
}

/** Rows from which on the trees' tables pay as much as they can. */
const MANY_ROWS = 1024;

/** `explainChurn` for many calls with few rows each: what can be worked out beforehand is worked out once. */
export function churnExplainer(model: ChurnModel): (x: Matrix) => Explanation {
  const ofTrees = model.trees?.explainer(MANY_ROWS);
  return (x) => explain(model, x, ofTrees!);
}

function explain(model: ChurnModel, x: Matrix, ofTrees: (x: Matrix) => Explanation): Explanation {
  const { linear, treeWeight, calibration } = model;
  const columns = applyDesign(linear, x);
  const contributions = new Float64Array(x.data.length);
  const linearShare = calibration.slope * (1 - treeWeight);
  for (let i = 0; i < contributions.length; i++) {
    contributions[i] = linearShare * linear.coefficients[i % x.columns]! * columns.data[i]!;
  }
  let expected = linearShare * linear.intercept + calibration.intercept;
  if (model.trees && treeWeight > 0) {
    const trees = ofTrees(x);
    const treeShare = calibration.slope * treeWeight;
    for (let i = 0; i < contributions.length; i++) contributions[i]! += treeShare * trees.contributions[i]!;
    expected += treeShare * trees.expected;
  }
  return { contributions, expected };
}

/** One reason for one customer. */
export interface Reason {
  readonly feature: string;
  readonly value: number | null;
  /** On the log-odds; positive raises the probability of leaving. */
  readonly contribution: number;
  /** In words. */
  readonly text: string;
}

/** The `count` features that moved row `row` most, largest first; none for a model that was not learned. */
export function topReasons(
  model: ChurnModel,
  x: Matrix,
  explanation: Explanation,
  row: number,
  count: number,
): Reason[] {
  const d = x.columns;
  const order = Array.from({ length: d }, (_, j) => j)
    .filter((j) => Math.abs(explanation.contributions[row * d + j]!) > 1e-9)
    .sort(
      (a, b) =>
        Math.abs(explanation.contributions[row * d + b]!) - Math.abs(explanation.contributions[row * d + a]!),
    );
  return order.slice(0, count).map((j) => {
    const value = x.data[row * d + j]!;
    const contribution = explanation.contributions[row * d + j]!;
    const feature = model.features[j]!;
    return {
      feature,
      value: Number.isNaN(value) ? null : value,
      contribution,
      text: `${contribution > 0 ? "Raises" : "Lowers"} the risk: ${inWords(feature, value)}`,
    };
  });
}

/** Mean |contribution| of each feature over the rows, on the log-odds: the global importance. */
export function meanAbsoluteContribution(explanation: Explanation, columns: number): Float64Array {
  const out = new Float64Array(columns);
  const { contributions } = explanation;
  for (let i = 0; i < contributions.length; i++) out[i % columns]! += Math.abs(contributions[i]!);
  const rows = Math.max(1, contributions.length / columns);
  return out.map((value) => value / rows);
}

/** The largest |expected + Σ contributions − log-odds| over the rows: how exactly the reasons add up. */
export function additivityError(
  model: ChurnModel,
  x: Matrix,
  { contributions, expected }: Explanation,
): number {
  const logOdds = churnLogOdds(model, x);
  let worst = 0;
  for (let i = 0; i < x.rows; i++) {
    let sum = expected;
    for (let j = 0; j < x.columns; j++) sum += contributions[i * x.columns + j]!;
    worst = Math.max(worst, Math.abs(sum - logOdds[i]!));
  }
  return worst;
}

type Phrase = (value: string, isOne: boolean) => string;

const PHRASES: Readonly<Record<string, Phrase>> = {
  recency_days: (v, one) => `last order ${v} ${one ? "day" : "days"} ago`,
  frequency: (v, one) => `${v} ${one ? "order" : "orders"} so far`,
  monetary: (v) => `spend of ${v} so far`,
  avg_basket_value: (v) => `average order of ${v}`,
  unique_products: (v, one) => `${v} different ${one ? "product" : "products"}`,
  avg_interpurchase_days: (v) => `${v} days between orders`,
  purchase_span_days: (v) => `${v} days from first to last order`,
  tenure_days: (v) => `customer for ${v} days`,
  gap_mean_days: (v) => `${v} days between orders on average`,
  gap_ewma_days: (v) => `${v} days between the latest orders`,
  gap_last_days: (v) => `${v} days between the last two orders`,
  gap_sd_days: (v) => `gaps between orders vary by ${v} days`,
  gap_cv: (v) => `irregularity of ${v} in the gaps between orders`,
  recency_over_gap: (v) => `silence of ${v} times the usual gap`,
  recency_over_ewma: (v) => `silence of ${v} times the latest gaps`,
  orders_30d: (v, one) => `${v} ${one ? "order" : "orders"} in 30 days`,
  orders_90d: (v, one) => `${v} ${one ? "order" : "orders"} in 90 days`,
  orders_180d: (v, one) => `${v} ${one ? "order" : "orders"} in 180 days`,
  spend_30d: (v) => `spend of ${v} in the last 30 days`,
  spend_90d: (v) => `spend of ${v} in 90 days`,
  spend_180d: (v) => `spend of ${v} in 180 days`,
  return_rate: (v) => `share of ${v} of the spend returned`,
  btyd_p_alive: (v) => `probability of ${v} of still being a customer`,
  btyd_expected_orders: (v) => `${v} orders expected by the purchase rhythm`,
};

/** By the number of fraction digits. Making a formatter costs a thousand times as much as using one. */
const FORMATS = [0, 1, 2].map((digits) => new Intl.NumberFormat("en", { maximumFractionDigits: digits })) as [
  Intl.NumberFormat,
  Intl.NumberFormat,
  Intl.NumberFormat,
];

function inWords(feature: string, value: number): string {
  if (Number.isNaN(value)) {
    const isRhythm = feature.startsWith("gap_") || feature.startsWith("recency_over_");
    return isRhythm ? "too few orders to see a rhythm" : `${feature.replaceAll("_", " ")} is not known`;
  }
  const digits = Math.abs(value) >= 20 || Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 1 : 2;
  const shown = FORMATS[digits].format(value);
  return PHRASES[feature]?.(shown, value === 1) ?? `${feature.replaceAll("_", " ")} of ${shown}`;
}
