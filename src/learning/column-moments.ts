import type { Matrix } from "./matrix";

/** Moments of every column of a matrix (d columns); all arrays have d values. */
interface ColumnMoments {
  /** Mean of the known values; 0 for a column without any. */
  readonly means: Float64Array;
  /** Population standard deviation of the known values; exactly 0 for a column without two different ones. */
  readonly deviations: Float64Array;
  /** Known (not NaN) values. */
  readonly known: Int32Array;
}

/**
 * Means and population standard deviations by column of `x` (n × d; NaN = missing, left out). Two passes, the second
 * about the mean (Chan, Golub & LeVeque, American Statistician 37(3), 1983, eq. 1.7 with its correction term). A column
 * whose known values are all equal gets that value and exactly 0.
 */
export function columnMoments(x: Matrix): ColumnMoments {
  const { data, columns: d } = x;
  const means = new Float64Array(d);
  const deviations = new Float64Array(d);
  const known = new Int32Array(d);
  const least = new Float64Array(d).fill(Number.POSITIVE_INFINITY);
  const greatest = new Float64Array(d).fill(Number.NEGATIVE_INFINITY);
  // Row after row, which is how the values lie; each column is still added up in the order of its rows.
  for (let at = 0; at < data.length; at += d) {
    for (let j = 0; j < d; j++) {
      const value = data[at + j]!;
      if (Number.isNaN(value)) continue;
      known[j]!++;
      means[j]! += value;
      if (value < least[j]!) least[j] = value;
      if (value > greatest[j]!) greatest[j] = value;
    }
  }
  for (let j = 0; j < d; j++) if (known[j]! > 0) means[j]! /= known[j]!;
  const squares = new Float64Array(d);
  const residue = new Float64Array(d);
  for (let at = 0; at < data.length; at += d) {
    for (let j = 0; j < d; j++) {
      const off = data[at + j]! - means[j]!;
      if (Number.isNaN(off)) continue;
      squares[j]! += off * off;
      residue[j]! += off;
    }
  }
  for (let j = 0; j < d; j++) {
    const n = known[j]!;
    if (n === 0) continue;
    if (least[j] === greatest[j]) means[j] = least[j]!;
    else {
      means[j]! += residue[j]! / n;
      deviations[j] = Math.sqrt(Math.max(0, squares[j]! - (residue[j]! * residue[j]!) / n) / n);
    }
  }
  return { means, deviations, known };
}
