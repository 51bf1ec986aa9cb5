import { choleskyInPlace, choleskySolve } from "./cholesky";
import type { Matrix } from "./matrix";
import { weightedGram } from "./weighted-gram";

interface RidgeFit {
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

/**
 * Minimises ½·Σ wᵢ(yᵢ − β₀ − xᵢ·β)² + ½·l2·Σβ² (Hoerl & Kennard, Technometrics 12(1), 1970; β₀ is not penalised) by its
 * normal equations, the target centred. `x`: n × d, `y` and `weights`: n, checked by the caller. Throws a RangeError where
 * the columns are collinear and l2 is 0.
 */
export function fitRidge(x: Matrix, y: Float64Array, weights: Float64Array, l2: number): RidgeFit {
  const p = x.columns + 1;
  let total = 0;
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    total += weights[i]!;
    sum += weights[i]! * y[i]!;
  }
  const mean = sum / total;
  const slope = y.map((value, i) => weights[i]! * (value - mean));
  const gram = new Float64Array(p * p);
  const beta = new Float64Array(p);
  weightedGram(x, weights, slope, gram, beta);
  for (let j = 1; j < p; j++) gram[j * p + j]! += l2;
  if (!choleskyInPlace(gram, p)) {
    throw new RangeError(
      "some columns are constant or determine each other; leave them out or set l2 above 0",
    );
  }
  choleskySolve(gram, p, beta);
  return { intercept: beta[0]! + mean, coefficients: beta.slice(1) };
}
