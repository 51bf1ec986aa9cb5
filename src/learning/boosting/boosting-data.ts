/** Rows to train on or to validate with: `x` is n × d float32, row-major; `y` and `weights` are n. */
export interface BoostingData {
  readonly x: Float32Array;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  /** Added to the margin of each row, and known beforehand; not part of the model. */
  readonly offset?: Float64Array | undefined;
}

/** When to stop: the validation deviance has not fallen for `patience` rounds. */
export interface Stopping extends BoostingData {
  readonly patience: number;
}
