import type { BinnedMatrix } from "./binned-matrix";

/** Rows to train on: `y` and `weights` are n. */
export interface BoostingData {
  readonly binned: BinnedMatrix;
  readonly y: Float64Array;
  readonly weights: Float64Array;
}

/** Rows to validate with, `x` n × d float32, row-major; and when to stop: no new least deviance for `patience` rounds. */
export interface Stopping {
  readonly x: Float32Array;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly patience: number;
}
