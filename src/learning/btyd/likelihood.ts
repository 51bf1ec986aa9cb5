import type { Objective } from "../optimize/bfgs";
import { pairwiseSum } from "../special/pairwise-sum";

/** The log likelihood of independent rows, as a function of θ, the logarithms of d positive parameters. */
export interface Likelihood extends Sums {
  /** Customers that the rows stand for. */
  readonly customers: number;
  /** Works out all rows; the sums are those of the last θ. */
  evaluate(theta: Float64Array): void;
}

/** Sums over rows, each of which stands for as many customers as its count. */
interface Sums {
  /** d. */
  readonly parameters: number;
  /** Σ of the log likelihood of all customers. */
  value(): number;
  /** Its derivative by the k-th parameter itself (not its logarithm). */
  slope(k: number): number;
  /** Σ over all customers of the product of their derivatives by the k-th and the l-th parameter. */
  product(k: number, l: number): number;
}

/**
 * The sums over rows whose log likelihood times `count` is in `values` and whose derivatives times `count` are in
 * `scores`.
 */
export function sumsOf(count: Float64Array, values: Float64Array, scores: readonly Float64Array[]): Sums {
  return {
    parameters: scores.length,
    value: () => pairwiseSum(values),
    slope: (k) => pairwiseSum(scores[k]!),
    product: (k, l) => {
      const [left, right] = [scores[k]!, scores[l]!];
      let sum = 0;
      for (let i = 0; i < count.length; i++) sum += (left[i]! * right[i]!) / count[i]!;
      return sum;
    },
  };
}

/** Minus the mean log likelihood of a customer and its gradient by θ, for a minimiser. */
export function negativeMeanOf(likelihood: Likelihood): Objective {
  const { parameters, customers } = likelihood;
  return (theta, gradient) => {
    likelihood.evaluate(theta);
    for (let k = 0; k < parameters; k++) {
      gradient[k] = (-Math.exp(theta[k]!) * likelihood.slope(k)) / customers;
    }
    return -likelihood.value() / customers;
  };
}

/**
 * The inverse of the information matrix at θ (d × d, row-major), estimated by the mean outer product of the rows'
 * scores (Berndt, Hall, Hall & Hausman 1974): the inverse Hessian of the negative mean if the model is true with
 * parameters θ. Undefined if the scores do not span all directions.
 */
export function inverseInformation(likelihood: Likelihood, theta: Float64Array): Float64Array | undefined {
  const { parameters: d, customers } = likelihood;
  likelihood.evaluate(theta);
  const information = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    for (let l = 0; l <= k; l++) {
      const mean = (likelihood.product(k, l) * Math.exp(theta[k]! + theta[l]!)) / customers;
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
