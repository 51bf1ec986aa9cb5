/**
 * A loss of a target `y` and a margin `m` (the raw sum over the trees), with the link that turns margins into
 * predictions. Everything works on whole arrays of `n` rows; `weights` are ≥ 0.
 */
export interface Loss {
  /** Throws a RangeError that names the first target the loss is not defined for. */
  checkTargets(y: Float64Array): void;
  /** The margin of a prediction (a probability, a mean), moved into the range that the link can reach. */
  marginOf(prediction: number): number;
  /** Turns margins into predictions, in place. */
  link(margins: Float64Array): Float64Array;
  /** Fills `out` (2n: gradient, hessian, gradient, …) with the weighted first and second derivatives by the margin. */
  derivatives(margins: Float64Array, y: Float64Array, weights: Float64Array, out: Float64Array): void;
  /** The weighted mean loss: log loss, squared error, or Tweedie deviance. */
  deviance(margins: Float64Array, y: Float64Array, weights: Float64Array): number;
}
