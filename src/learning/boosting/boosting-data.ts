import type { BinnedMatrix } from "./binned-matrix";

/** Rows to train on: `y` and `weights` are n. */
export interface BoostingData {
  readonly binned: BinnedMatrix;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  /** Added to the margin of each row, and known beforehand; not part of the model. */
  readonly offset?: Float64Array | undefined;
}
