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
  const d = x.columns;
  const moments = {
    means: new Float64Array(d),
    deviations: new Float64Array(d),
    known: new Int32Array(d),
  };
  for (let j = 0; j < d; j++) momentsOfColumn(x, j, moments);
  return moments;
}

function momentsOfColumn(x: Matrix, j: number, out: ColumnMoments): void {
  const { data, rows, columns } = x;
  let known = 0;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rows; i++) {
    const value = data[i * columns + j]!;
    if (Number.isNaN(value)) continue;
    known++;
    sum += value;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  out.known[j] = known;
  if (known === 0) return;
  if (least === greatest) {
    out.means[j] = least;
    return;
  }
  const mean = sum / known;
  let squares = 0;
  let residue = 0;
  for (let i = 0; i < rows; i++) {
    const value = data[i * columns + j]!;
    if (Number.isNaN(value)) continue;
    squares += (value - mean) * (value - mean);
    residue += value - mean;
  }
  out.means[j] = mean + residue / known;
  out.deviations[j] = Math.sqrt(Math.max(0, squares - (residue * residue) / known) / known);
}
