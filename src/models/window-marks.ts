import { type Matrix, matrix } from "../learning/matrix";

/** Large, so that the coefficient of a mark is hardly penalised. */
const MARK = 10;

/**
 * Columns `used` of a design, followed by one mark for each window but the newest: a linear fit gives every window an
 * intercept of its own, and none of them is part of what it predicts. `cutoff` tells each row's window.
 */
export function withWindowMarks(columns: Matrix, used: readonly number[], cutoff: Float64Array): Matrix {
  const windows = Array.from(new Set(cutoff)).sort((a, b) => b - a);
  const places = new Map(windows.map((window, i) => [window, used.length + i - 1]));
  const width = used.length + Math.max(0, windows.length - 1);
  const x = matrix(columns.rows, width);
  for (let i = 0; i < columns.rows; i++) {
    for (let k = 0; k < used.length; k++)
      x.data[i * width + k] = columns.data[i * columns.columns + used[k]!]!;
    const place = places.get(cutoff[i]!)!;
    if (place >= used.length) x.data[i * width + place] = MARK;
  }
  return x;
}
