import { type Matrix, matrix } from "../../learning/matrix";

/** Days at which every curve is given. */
const CURVE_DAYS = [7, 14, 30, 60, 90, 120, 180, 270, 365];
/** Later expected dates are not given: few shops' curves are known that far. */
export const DATED_DAYS = 180;
/** No curve is more certain than this that an order comes. */
const LEAST_PROBABILITY = 1e-12;

/**
 * A survival curve a customer: S(t) = P(no order within t days of the snapshot) = e^−H(t). H is kept at `days` and is
 * linear between them, from H(0) = 0: within an interval the chance of an order is the same every day. After the last
 * day it continues at that rate.
 */
export interface NextOrderCurves {
  /** Ascending, above 0. */
  readonly days: readonly number[];
  /** H, n × days, ascending along a row. NaN throughout for a customer without a known curve. */
  readonly cumulativeHazard: Matrix;
}

/** The days at which curves are given, `horizonsDays` included. */
export function curveDays(horizonsDays: readonly number[]): number[] {
  return [...new Set([...CURVE_DAYS, ...horizonsDays])].sort((a, b) => a - b);
}

/**
 * The curves bent so that S(horizonDays) of each customer is `probability` (n): S(t) becomes probability^(H(t) /
 * H(horizonDays)), which is proportional hazards (Cox 1972). The shape stays the customer's own. A customer without a
 * probability has no curve.
 */
export function anchorCurves(
  curves: NextOrderCurves,
  horizonDays: number,
  probability: Float64Array,
): NextOrderCurves {
  const { days, cumulativeHazard } = curves;
  if (probability.length !== cumulativeHazard.rows) {
    throw new RangeError(`${probability.length} probabilities for ${cumulativeHazard.rows} curves`);
  }
  const out = matrix(cumulativeHazard.rows, days.length);
  for (let i = 0; i < out.rows; i++) {
    const wanted = -Math.log(Math.max(probability[i]!, LEAST_PROBABILITY));
    const factor = wanted / hazardBy(curves, i, horizonDays);
    for (let k = i * days.length; k < (i + 1) * days.length; k++) {
      out.data[k] = cumulativeHazard.data[k]! * factor;
    }
  }
  return { days, cumulativeHazard: out };
}

/** P(no order within `days` of the snapshot) of each customer. */
export function noOrderWithin(curves: NextOrderCurves, days: number): Float64Array {
  return Float64Array.from({ length: curves.cumulativeHazard.rows }, (_, i) =>
    Math.exp(-hazardBy(curves, i, days)),
  );
}

/**
 * Days until an order is as likely to have come as not, the median of the curve; Infinity if later than `DATED_DAYS`,
 * NaN without a curve.
 */
export function expectedDays(curves: NextOrderCurves): Float64Array {
  const { days, cumulativeHazard } = curves;
  const { rows, columns, data } = cumulativeHazard;
  const out = new Float64Array(rows).fill(Infinity);
  for (let i = 0; i < rows; i++) {
    const at = i * columns;
    if (Number.isNaN(data[at]!)) out[i] = NaN;
    for (let k = 0; k < columns; k++) {
      if (!(data[at + k]! >= Math.LN2)) continue;
      const before = k === 0 ? 0 : data[at + k - 1]!;
      const from = k === 0 ? 0 : days[k - 1]!;
      const median = from + ((days[k]! - from) * (Math.LN2 - before)) / (data[at + k]! - before);
      if (median <= DATED_DAYS) out[i] = median;
      break;
    }
  }
  return out;
}

/** H of row `i` at `t` ≥ 0 days. */
function hazardBy({ days, cumulativeHazard }: NextOrderCurves, i: number, t: number): number {
  const { columns, data } = cumulativeHazard;
  const at = i * columns;
  let k = 0;
  while (k < columns - 1 && days[k]! < t) k++;
  const before = k === 0 ? 0 : data[at + k - 1]!;
  const from = k === 0 ? 0 : days[k - 1]!;
  return before + ((data[at + k]! - before) * (t - from)) / (days[k]! - from);
}
