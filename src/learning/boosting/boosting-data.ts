/** Rows to train on or to validate with: `x` is n × d float32, row-major; `y` and `weights` are n. */
export interface BoostingData {
  readonly x: Float32Array;
  readonly y: Float64Array;
  readonly weights: Float64Array;
}

/** When to stop: the validation deviance has not fallen for `patience` rounds. */
export interface Stopping extends BoostingData {
  readonly patience: number;
}
