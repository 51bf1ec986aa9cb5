import { type RayPoint, searchLine } from "./line-search";

/**
 * A function to be minimised: returns its value at `point` (d) and writes its gradient there into `gradient` (d). A value that
 * is not finite marks a point outside the domain.
 */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

interface MinimiseOptions {
  /** Converged when no component of the gradient exceeds this. Default 1e-8. */
  readonly gradientTolerance?: number;
  /** Default 200. */
  readonly maxIterations?: number;
  /** Stops as "left_box" at the first iterate with a coordinate beyond ± this. Default: no limit. */
  readonly box?: number;
  /** The first trial along each direction moves no coordinate further than this. Default: no limit. */
  readonly longestMove?: number;
  /**
   * A guess of the inverse Hessian at `start` (d × d, row-major, symmetric, positive definite), left as it is. Default: the identity,
   * scaled after the first step.
   */
  readonly inverseHessian?: Float64Array;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  /** The largest component of the gradient at `point`, by size. */
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  /**
   * `converged`: the gradient is within the tolerance. `stalled`: rounding leaves no lower point along the search direction.
   * `left_box`: the point wandered out of the box. `out_of_iterations`: none of these in time.
   */
  readonly outcome: "converged" | "stalled" | "left_box" | "out_of_iterations";
}

/**
 * Minimises a smooth function of few variables by BFGS (Nocedal & Wright, "Numerical Optimization", 2nd ed., algorithm 6.1, the
 * first inverse Hessian scaled by eq. 6.20) with a strong-Wolfe line search. Deterministic.
 *
 * `start`: d coordinates, left as it is. Throws a RangeError where the function is not finite at `start`.
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions = {}): Minimum {
  const { gradientTolerance = 1e-8, maxIterations = 200, box = Infinity, longestMove = Infinity } = options;
  const d = start.length;
  let point = start.slice();
  let gradient = new Float64Array(d);
  let trialPoint = new Float64Array(d);
  let trialGradient = new Float64Array(d);
  const direction = new Float64Array(d);
  const move = new Float64Array(d);
  const turn = new Float64Array(d);
  const scratch = new Float64Array(d);
  const inverse = options.inverseHessian?.slice() ?? identity(d);
  const guessed = options.inverseHessian !== undefined;
  let value = objective(point, gradient);
  let evaluations = 1;
  if (!Number.isFinite(value)) throw new RangeError(`the function is ${value} at the start of the search`);

  const evaluate = (step: number): RayPoint => {
    for (let i = 0; i < d; i++) trialPoint[i] = point[i]! + step * direction[i]!;
    evaluations++;
    const trialValue = objective(trialPoint, trialGradient);
    return { step, value: trialValue, slope: dot(trialGradient, direction) };
  };
  const result = (iterations: number, outcome: Minimum["outcome"]): Minimum => ({
    point,
    value,
    gradientNorm: largest(gradient),
    iterations,
    evaluations,
    outcome,
  });

  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (largest(gradient) <= gradientTolerance) return result(iteration, "converged");
    if (largest(point) > box) return result(iteration, "left_box");
    multiply(inverse, gradient, direction);
    for (let i = 0; i < d; i++) direction[i] = -direction[i]!;
    let slope = dot(gradient, direction);
    if (!(slope < 0)) {
      inverse.set(identity(d));
      for (let i = 0; i < d; i++) direction[i] = -gradient[i]!;
      slope = dot(gradient, direction);
    }
    const reach = iteration === 0 && !guessed ? Math.min(1, longestMove) : longestMove;
    const firstStep = Math.min(1, reach / largest(direction));
    const found = searchLine({ step: 0, value, slope }, firstStep, evaluate);
    if (!found) return result(iteration, "stalled");
    if (trialPoint.some((x, i) => x !== point[i]! + found.step * direction[i]!)) evaluate(found.step);
    for (let i = 0; i < d; i++) {
      move[i] = trialPoint[i]! - point[i]!;
      turn[i] = trialGradient[i]! - gradient[i]!;
    }
    value = found.value;
    [point, trialPoint] = [trialPoint, point];
    [gradient, trialGradient] = [trialGradient, gradient];
    update(inverse, move, turn, scratch, iteration === 0 && !guessed);
  }
  return result(maxIterations, largest(gradient) <= gradientTolerance ? "converged" : "out_of_iterations");
}

/** H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ (eq. 6.17), written as a symmetric rank-two change. */
function update(
  inverse: Float64Array,
  move: Float64Array,
  turn: Float64Array,
  scratch: Float64Array,
  first: boolean,
): void {
  const d = move.length;
  const curvature = dot(move, turn);
  if (!(curvature > 0)) return;
  if (first) {
    const scale = curvature / dot(turn, turn);
    for (let i = 0; i < d; i++) inverse[i * d + i] = scale;
  }
  multiply(inverse, turn, scratch);
  const factor = (1 + dot(turn, scratch) / curvature) / curvature;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      inverse[i * d + j]! +=
        factor * move[i]! * move[j]! - (scratch[i]! * move[j]! + move[i]! * scratch[j]!) / curvature;
    }
  }
}

function identity(d: number): Float64Array {
  const out = new Float64Array(d * d);
  for (let i = 0; i < d; i++) out[i * d + i] = 1;
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function largest(a: Float64Array): number {
  let max = 0;
  for (let i = 0; i < a.length; i++) max = Math.max(max, Math.abs(a[i]!));
  return max;
}

function multiply(matrix: Float64Array, vector: Float64Array, out: Float64Array): void {
  const d = vector.length;
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += matrix[i * d + j]! * vector[j]!;
    out[i] = sum;
  }
}
