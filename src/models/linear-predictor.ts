import { columnMoments } from "../learning/column-moments";
import { type Matrix, matrix } from "../learning/matrix";

/** Features whose scale is already even: shares, log ratios, probabilities, hours. All others are taken as log(1 + x). */
const PLAIN_FEATURES = new Set([
  "active_months_share",
  "orders_trend",
  "spend_trend",
  "rate_ratio",
  "new_product_share",
  "return_rate",
  "mean_hour",
  "weekend_share",
  "weekday_concentration",
  "home_country",
  "btyd_p_alive",
]);

/**
 * How raw features become the columns of a linear model: log(1 + max(x, 0)) where `log` is 1, a missing value the
 * mean, then (value − mean) / scale. All arrays are as long as the features.
 */
export interface Design {
  readonly log: Uint8Array;
  /** Mean of the transformed, known values; 0 for a column that is missing throughout. */
  readonly mean: Float64Array;
  /** Their population standard deviation; 1 for a constant column. */
  readonly scale: Float64Array;
}

/** A linear function of the design's columns: `intercept + Σ coefficient · column`. */
export interface LinearPredictor extends Design {
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

/** Learns means and scales of the features `names` from `x` (n × d, NaN = missing). */
export function fitDesign(x: Matrix, names: readonly string[]): Design {
  const log = Uint8Array.from(names, (name) => (PLAIN_FEATURES.has(name) ? 0 : 1));
  const transformed = x.data.map((value, i) => transform(value, log[i % x.columns]!));
  const { means, deviations } = columnMoments(matrix(x.rows, x.columns, transformed));
  const scale = deviations.map((sd, j) => (sd > 1e-9 * Math.max(1, Math.abs(means[j]!)) ? sd : 1));
  return { log, mean: means, scale };
}

/** The design's columns for `x` (n × d). */
export function applyDesign({ log, mean, scale }: Design, x: Matrix): Matrix {
  const out = matrix(x.rows, x.columns);
  for (let i = 0; i < x.data.length; i++) {
    const j = i % x.columns;
    const value = transform(x.data[i]!, log[j]!);
    out.data[i] = Number.isNaN(value) ? 0 : (value - mean[j]!) / scale[j]!;
  }
  return out;
}

/** The predictor's value for each row of raw features `x` (n × d). */
export function linearValues(predictor: LinearPredictor, x: Matrix): Float64Array {
  const { data } = applyDesign(predictor, x);
  const values = new Float64Array(x.rows).fill(predictor.intercept);
  for (let i = 0; i < data.length; i++) {
    values[Math.floor(i / x.columns)]! += data[i]! * predictor.coefficients[i % x.columns]!;
  }
  return values;
}

function transform(value: number, log: number): number {
  return log === 1 ? Math.log(1 + Math.max(value, 0)) : value;
}
