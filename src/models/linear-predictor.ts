import { columnMoments } from "../learning/column-moments";
import { type Matrix, matrix } from "../learning/matrix";
import { linearPredictor } from "../learning/weighted-gram";

/**
 * Features whose scale is already even: shares, log ratios, probabilities, log-odds, hours. The others become log(1 + x / unit).
 */
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
  "btyd_no_order_log_odds",
]);

/** Amounts in the currency of the file. */
const MONEY_FEATURES = new Set([
  "monetary",
  "avg_basket_value",
  "spend_30d",
  "spend_90d",
  "spend_180d",
  "spend_decayed_60d",
  "spend_per_day",
  "spend_year_ago_90d",
  "last_order_value",
  "max_order_value",
  "avg_line_value",
  "avg_unit_price",
  "btyd_expected_value",
  "btyd_expected_spend",
]);
/** The unit of money is this fraction of a usual amount, so that files in cents and in euros give the same model. */
const UNIT_OF_MONEY = 0.01;

/**
 * How raw features become the columns of a linear model: log(1 + max(x, 0) / unit), or x if the unit is 0; a missing
 * value becomes the mean; then (value − mean) / scale. All arrays are as long as the features.
 */
export interface Design {
  /** 1, or for money a hundredth of the geometric mean of the amounts above 0; 0 for a feature used as it is. */
  readonly unit: Float64Array;
  /** Mean of the transformed, known values; 0 for a column without any. */
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
  const unit = Float64Array.from(names, (name, j) =>
    PLAIN_FEATURES.has(name) ? 0 : MONEY_FEATURES.has(name) ? UNIT_OF_MONEY * usualAmount(x, j) : 1,
  );
  const transformed = matrix(x.rows, x.columns);
  transformInto(x, unit, transformed);
  const { means, deviations } = columnMoments(transformed);
  const scale = deviations.map((sd, j) => (sd > 1e-9 * Math.max(1, Math.abs(means[j]!)) ? sd : 1));
  return { unit, mean: means, scale };
}

/** The design's columns for `x` (n × d). */
export function applyDesign({ unit, mean, scale }: Design, x: Matrix): Matrix {
  const out = matrix(x.rows, x.columns);
  transformInto(x, unit, out);
  const { data, columns } = out;
  for (let at = 0; at < data.length; at += columns) {
    for (let j = 0; j < columns; j++) {
      const value = data[at + j]!;
      data[at + j] = Number.isNaN(value) ? 0 : (value - mean[j]!) / scale[j]!;
    }
  }
  return out;
}

/** The predictor's value for each row of raw features `x` (n × d). */
export function linearValues(predictor: LinearPredictor, x: Matrix): Float64Array {
  return linearPredictor(applyDesign(predictor, x), predictor.intercept, predictor.coefficients);
}

/** Row after row, which is how the values lie; no remainder is taken for each value. */
function transformInto({ data, columns }: Matrix, unit: Float64Array, out: Matrix): void {
  const transformed = out.data;
  for (let at = 0; at < data.length; at += columns) {
    for (let j = 0; j < columns; j++) transformed[at + j] = transform(data[at + j]!, unit[j]!);
  }
}

function transform(value: number, unit: number): number {
  return unit > 0 ? Math.log(1 + Math.max(value, 0) / unit) : value;
}

/** The geometric mean of the column's values above 0; 1 if there are none. */
function usualAmount({ data, columns }: Matrix, column: number): number {
  let sum = 0;
  let count = 0;
  for (let i = column; i < data.length; i += columns) {
    if (!(data[i]! > 0)) continue;
    sum += Math.log(data[i]!);
    count++;
  }
  return count === 0 ? 1 : Math.exp(sum / count);
}
