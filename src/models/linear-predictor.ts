import { columnMoments } from "../learning/column-moments";
import { type Matrix, matrix } from "../learning/matrix";

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

/** A design and its columns for the rows that it was learned from. */
export interface LaidOut {
  readonly design: Design;
  readonly columns: Matrix;
}

/**
 * Newton steps of the linear members end once one moves no row's linear predictor by more than this: each step squares
 * what is left, so the next one would move it by less than a millionth of that.
 */
export const LINEAR_TOLERANCE = 1e-5;

/** Learns means and scales of the features `names` from `x` (n × d, NaN = missing). */
export function fitDesign(x: Matrix, names: readonly string[]): Design {
  return layOut(x, names).design;
}

/** `fitDesign` and `applyDesign` of the same rows, which are transformed once. */
export function layOut(x: Matrix, names: readonly string[]): LaidOut {
  const money = names.flatMap((name, j) => (MONEY_FEATURES.has(name) ? [j] : []));
  const unit = Float64Array.from(names, (name) => (PLAIN_FEATURES.has(name) ? 0 : 1));
  const usual = usualAmounts(x, money);
  money.forEach((j, k) => {
    unit[j] = UNIT_OF_MONEY * usual[k]!;
  });
  const columns = matrix(x.rows, x.columns);
  transformInto(x, unit, columns);
  const { means, deviations } = columnMoments(columns);
  const scale = deviations.map((sd, j) => (sd > 1e-9 * Math.max(1, Math.abs(means[j]!)) ? sd : 1));
  const design = { unit, mean: means, scale };
  standardise(design, columns);
  return { design, columns };
}

/** The design's columns for `x` (n × d). */
export function applyDesign(design: Design, x: Matrix): Matrix {
  const out = matrix(x.rows, x.columns);
  transformInto(x, design.unit, out);
  standardise(design, out);
  return out;
}

/** The predictor's value for each row of raw features `x` (n × d). */
export function linearValues(predictor: LinearPredictor, x: Matrix): Float64Array {
  return linearValuesAlike(predictor, [predictor], x)[0]!;
}

/** The values of several predictors of one design, whose columns are worked out once and only where one needs them. */
export function linearValuesAlike(
  { unit, mean, scale }: Design,
  parts: readonly Pick<LinearPredictor, "coefficients" | "intercept">[],
  { data, rows, columns: d }: Matrix,
): Float64Array[] {
  const used = Int32Array.from(unit.keys()).filter((j) => parts.some((part) => part.coefficients[j] !== 0));
  const weights = parts.map(({ coefficients }) => Float64Array.from(used, (j) => coefficients[j]!));
  const row = new Float64Array(used.length);
  const out = parts.map(() => new Float64Array(rows));
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < row.length; k++) {
      const j = used[k]!;
      const value = transform(data[i * d + j]!, unit[j]!);
      row[k] = Number.isNaN(value) ? 0 : (value - mean[j]!) / scale[j]!;
    }
    for (let part = 0; part < parts.length; part++) {
      const weight = weights[part]!;
      let sum = parts[part]!.intercept;
      for (let k = 0; k < row.length; k++) sum += weight[k]! * row[k]!;
      out[part]![i] = sum;
    }
  }
  return out;
}

/** Row after row, which is how the values lie; no remainder is taken for each value. */
function transformInto({ data, columns }: Matrix, unit: Float64Array, out: Matrix): void {
  const transformed = out.data;
  for (let at = 0; at < data.length; at += columns) {
    for (let j = 0; j < columns; j++) transformed[at + j] = transform(data[at + j]!, unit[j]!);
  }
}

function standardise({ mean, scale }: Design, { data, columns }: Matrix): void {
  for (let at = 0; at < data.length; at += columns) {
    for (let j = 0; j < columns; j++) {
      const value = data[at + j]!;
      data[at + j] = Number.isNaN(value) ? 0 : (value - mean[j]!) / scale[j]!;
    }
  }
}

function transform(value: number, unit: number): number {
  return unit > 0 ? Math.log(1 + Math.max(value, 0) / unit) : value;
}

/** The geometric mean of each of these columns' values above 0; 1 if there are none. */
function usualAmounts({ data, columns }: Matrix, of: readonly number[]): Float64Array {
  const sums = new Float64Array(of.length);
  const counts = new Float64Array(of.length);
  for (let at = 0; at < data.length; at += columns) {
    for (let k = 0; k < of.length; k++) {
      const value = data[at + of[k]!]!;
      if (!(value > 0)) continue;
      sums[k]! += Math.log(value);
      counts[k]!++;
    }
  }
  return sums.map((sum, k) => (counts[k] === 0 ? 1 : Math.exp(sum / counts[k]!)));
}
