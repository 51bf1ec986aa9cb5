import { type Matrix, matrix } from "../learning/matrix";

/** Large, so that the coefficient of a mark is hardly penalised. */
const MARK = 10;

/**
 * Columns `used` of a design, followed by one mark for each window but the newest: a linear fit gives every window an
 * intercept of its own, and none of them is part of what it predicts. `cutoff` tells each row's window.
 */
export function withWindowMarks(columns: Matrix, used: readonly number[], cutoff: Float64Array): Matrix {
  const windows = Array.from(new Set(cutoff)).sort((a, b) => b - a);
  const taken = Int32Array.from(used);
  const width = taken.length + Math.max(0, windows.length - 1);
  const x = matrix(columns.rows, width);
  const { data } = x;
  const from = columns.data;
  for (let i = 0, at = 0, source = 0, window = 0; i < columns.rows; i++) {
    for (let k = 0; k < taken.length; k++) data[at + k] = from[source + taken[k]!]!;
    // Rows of one window come together.
    if (windows[window] !== cutoff[i]) window = windows.indexOf(cutoff[i]!);
    if (window > 0) data[at + taken.length + window - 1] = MARK;
    at += width;
    source += columns.columns;
  }
  return x;
}
