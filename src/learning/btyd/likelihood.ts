import type { Objective } from "../optimize/bfgs";
import { pairwiseSum } from "../special/pairwise-sum";

/** The log likelihood of independent rows, as a function of θ, the logarithms of d positive parameters. */
export interface Likelihood {
  /** Customers that each row stands for, > 0. */
  readonly count: Float64Array;
  /** Σ count. */
  readonly customers: number;
  /** The log likelihood of each row at the θ of the last `evaluate`, times its count. */
  readonly values: Float64Array;
  /** Its derivative by each parameter itself (not its logarithm), times the count: d arrays, one element a row. */
  readonly scores: readonly Float64Array[];
  /** Fills `values` and `scores`. */
  evaluate(theta: Float64Array): void;
}

/** Minus the mean log likelihood of a customer and its gradient by θ, for a minimiser. */
export function negativeMeanOf(likelihood: Likelihood): Objective {
  const { values, scores, customers } = likelihood;
  return (theta, gradient) => {
    likelihood.evaluate(theta);
    for (let k = 0; k < scores.length; k++) {
      gradient[k] = (-Math.exp(theta[k]!) * pairwiseSum(scores[k]!)) / customers;
    }
    return -pairwiseSum(values) / customers;
  };
}

/**
 * The inverse of the information matrix at θ (d × d, row-major), estimated by the mean outer product of the rows'
 * scores (Berndt, Hall, Hall & Hausman 1974): the inverse Hessian of the negative mean if the model is true with
 * parameters θ. Undefined if the scores do not span all directions.
 */
export function inverseInformation(likelihood: Likelihood, theta: Float64Array): Float64Array | undefined {
  const { scores, count, customers } = likelihood;
  const d = scores.length;
  likelihood.evaluate(theta);
  const information = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = 0;
      const left = scores[k]!;
      const right = scores[l]!;
      for (let i = 0; i < count.length; i++) sum += (left[i]! * right[i]!) / count[i]!;
      const mean = (sum * Math.exp(theta[k]! + theta[l]!)) / customers;
      information[k * d + l] = mean;
      information[l * d + k] = mean;
    }
  }
  return inverseOf(information, d);
}

/**
 * The inverse of a positive definite matrix by Gauss-Jordan elimination without pivoting; undefined if it is nearly
 * singular.
 */
function inverseOf(matrix: Float64Array, d: number): Float64Array | undefined {
  const rest = matrix.slice();
  const inverse = new Float64Array(d * d);
  for (let k = 0; k < d; k++) inverse[k * d + k] = 1;
  for (let k = 0; k < d; k++) {
    const pivot = rest[k * d + k]!;
    if (!(pivot > 1e-10 * matrix[k * d + k]! && pivot > 1e-12)) return undefined;
    for (let j = 0; j < d; j++) {
      rest[k * d + j]! /= pivot;
      inverse[k * d + j]! /= pivot;
    }
    for (let i = 0; i < d; i++) {
      const factor = rest[i * d + k]!;
      if (i === k || factor === 0) continue;
      for (let j = 0; j < d; j++) {
        rest[i * d + j]! -= factor * rest[k * d + j]!;
        inverse[i * d + j]! -= factor * inverse[k * d + j]!;
      }
    }
  }
  return inverse;
}
