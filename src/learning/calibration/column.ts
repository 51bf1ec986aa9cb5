import { type Matrix, matrix } from "../matrix";

/** A column of scores: a vector of n, or an n × 1 matrix. */
export type ScoreColumn = Float64Array | Matrix;

/** The scores as an n × 1 matrix. Throws a RangeError if a matrix has another width. */
export function asColumn(scores: ScoreColumn): Matrix {
  if (scores instanceof Float64Array) return matrix(scores.length, 1, scores);
  if (scores.columns !== 1) throw new RangeError(`a calibration takes 1 column, not ${scores.columns}`);
  return scores;
}
