import { choleskyInPlace, choleskySolve } from "./cholesky";
import type { Matrix } from "./matrix";
import { linearPredictor, weightedGram } from "./weighted-gram";

/** A loss of the linear predictor η, convex in it: it defines the generalised linear model. */
export interface GlmLoss {
  /** Σ weightsᵢ · loss(yᵢ, ηᵢ). */
  total(eta: Float64Array, y: Float64Array, weights: Float64Array): number;
  /** Writes −w·∂loss/∂η to `slope` and w·∂²loss/∂η² (≥ 0) to `curvature`. */
  derivatives(
    eta: Float64Array,
    y: Float64Array,
    weights: Float64Array,
    slope: Float64Array,
    curvature: Float64Array,
  ): void;
}

/**
 * Why a fit cannot be trusted. `collinear`: the columns determine each other and no penalty chooses among the
 * solutions. `separated`: the loss still falls while the coefficients run away, as if a line separates the classes.
 * `stalled`: neither; the iterations or the step ran out.
 */
export type GlmProblem = "collinear" | "separated" | "stalled";

interface GlmFit {
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly iterations: number;
  /** `null` if the fit converged. */
  readonly problem: GlmProblem | null;
  /** Σ weights · loss at the fit, without the penalty. */
  readonly loss: number;
}

/** Where Newton's method begins. */
export interface LinearStart {
  readonly intercept: number;
  /** d; zeros if left out. */
  readonly coefficients?: Float64Array;
}

interface NewtonLimits {
  /** Most Newton steps, 1 or more. */
  readonly maxIterations: number;
  /** Converged when a full step moves no row's linear predictor by more than this (× max(1, |η|)). */
  readonly tolerance: number;
}

/** A loss per unit of weight below this is a fit without error: the coefficients grow for ever. */
const PERFECT = 1e-10;
/** If the loss falls by less than this share while η still moves, the fit is running away. */
const FLAT = 1e-8;
/** Steps may raise the loss by this share of it: rounding, not divergence. */
const SLACK = 1e-12;
const MOST_HALVINGS = 40;

/**
 * Minimises Σ wᵢ·loss(yᵢ, β₀ + xᵢ·β) + ½·l2·Σβ² by Newton's method (iteratively reweighted least squares: McCullagh &
 * Nelder, "Generalized Linear Models", 2nd ed., section 2.5) with step halving. β₀ is not penalised. `x`: n × d, `y`
 * and `weights`: n, checked by the caller. Convergence is measured on the linear predictor, so the scale of a column
 * does not matter.
 */
export function fitGeneralisedLinear(
  x: Matrix,
  y: Float64Array,
  weights: Float64Array,
  loss: GlmLoss,
  l2: number,
  start: LinearStart,
  limits: NewtonLimits,
): GlmFit {
  const newton = new Newton(x, y, weights, loss, l2, start);
  let problem: GlmProblem | null = "stalled";
  let iterations = 0;
  while (iterations < limits.maxIterations) {
    iterations++;
    const outcome = newton.step(limits.tolerance);
    if (outcome === "moved") continue;
    problem = outcome === "converged" ? null : outcome;
    break;
  }
  if (problem !== null && problem !== "collinear" && newton.runsAway()) problem = "separated";
  return newton.result(iterations, problem);
}

class Newton {
  #beta: Float64Array;
  #eta: Float64Array;
  #loss: number;
  #fall = Number.POSITIVE_INFINITY;
  readonly #p: number;
  readonly #weightTotal: number;
  readonly #slope: Float64Array;
  readonly #curvature: Float64Array;
  readonly #step: Float64Array;
  readonly #etaStep: Float64Array;

  constructor(
    private readonly x: Matrix,
    private readonly y: Float64Array,
    private readonly weights: Float64Array,
    private readonly family: GlmLoss,
    private readonly l2: number,
    { intercept, coefficients }: LinearStart,
  ) {
    this.#p = x.columns + 1;
    this.#beta = new Float64Array(this.#p);
    this.#beta[0] = intercept;
    if (coefficients) this.#beta.set(coefficients, 1);
    this.#eta = linearPredictor(x, intercept, this.#beta.subarray(1));
    this.#loss = family.total(this.#eta, y, weights);
    this.#weightTotal = weights.reduce((sum, weight) => sum + weight, 0);
    this.#slope = new Float64Array(x.rows);
    this.#curvature = new Float64Array(x.rows);
    this.#step = new Float64Array(this.#p);
    this.#etaStep = new Float64Array(x.rows);
  }

  /** One Newton step, halved until the penalised loss does not rise. */
  step(tolerance: number): "moved" | "converged" | GlmProblem {
    if (this.#loss <= PERFECT * this.#weightTotal) return "separated";
    if (!this.#direction()) return this.#fall < FLAT ? "separated" : "collinear";
    const before = this.#loss + this.#penalty(this.#beta);
    const moved = this.#largestMove();
    const eta = new Float64Array(this.#eta.length);
    for (let halving = 0, size = 1; halving < MOST_HALVINGS; halving++, size /= 2) {
      for (let i = 0; i < eta.length; i++) eta[i] = this.#eta[i]! + size * this.#etaStep[i]!;
      const beta = this.#beta.map((value, j) => value + size * this.#step[j]!);
      const loss = this.family.total(eta, this.y, this.weights);
      const after = loss + this.#penalty(beta);
      if (!(after <= before + SLACK * Math.abs(before))) continue;
      this.#fall = (before - after) / Math.max(Math.abs(before), Number.MIN_VALUE);
      this.#beta = beta;
      this.#eta = eta;
      this.#loss = loss;
      return size === 1 && moved <= tolerance ? "converged" : "moved";
    }
    return moved <= Math.sqrt(tolerance) ? "converged" : "stalled";
  }

  /** Whether the loss has flattened while the coefficients still moved. */
  runsAway(): boolean {
    return this.#fall < FLAT;
  }

  result(iterations: number, problem: GlmProblem | null): GlmFit {
    return {
      intercept: this.#beta[0]!,
      coefficients: this.#beta.slice(1),
      iterations,
      problem,
      loss: this.#loss,
    };
  }

  /** Solves for the Newton direction; false if the Hessian is not positive definite. */
  #direction(): boolean {
    const p = this.#p;
    const hessian = new Float64Array(p * p);
    this.family.derivatives(this.#eta, this.y, this.weights, this.#slope, this.#curvature);
    weightedGram(this.x, this.#curvature, this.#slope, hessian, this.#step);
    for (let j = 1; j < p; j++) {
      hessian[j * p + j]! += this.l2;
      this.#step[j]! -= this.l2 * this.#beta[j]!;
    }
    if (!choleskyInPlace(hessian, p)) return false;
    choleskySolve(hessian, p, this.#step);
    linearPredictor(this.x, this.#step[0]!, this.#step.subarray(1), this.#etaStep);
    return true;
  }

  #largestMove(): number {
    let largest = 0;
    for (let i = 0; i < this.#eta.length; i++) {
      if (this.weights[i] === 0) continue;
      const move = Math.abs(this.#etaStep[i]!) / Math.max(1, Math.abs(this.#eta[i]!));
      if (move > largest) largest = move;
    }
    return largest;
  }

  #penalty(beta: Float64Array): number {
    let squares = 0;
    for (let j = 1; j < beta.length; j++) squares += beta[j]! * beta[j]!;
    return 0.5 * this.l2 * squares;
  }
}

/** Checks the options shared by all generalised linear models. Throws a RangeError. */
export function checkGlmParameters(l2: number, limits: NewtonLimits): void {
  if (!(l2 >= 0 && l2 < Infinity)) throw new RangeError(`l2 is ${l2}, not a number of 0 or more`);
  if (!Number.isInteger(limits.maxIterations) || limits.maxIterations < 1) {
    throw new RangeError(`maxIterations is ${limits.maxIterations}, not an integer of 1 or more`);
  }
  if (!(limits.tolerance > 0 && limits.tolerance < 1)) {
    throw new RangeError(`tolerance is ${limits.tolerance}, not between 0 and 1`);
  }
}

/** `weights`, or ones. Throws a RangeError if all of them are 0. */
export function weightsOrOnes(weights: Float64Array | undefined, n: number): Float64Array {
  if (!weights) return new Float64Array(n).fill(1);
  if (!weights.some((weight) => weight > 0)) throw new RangeError("all weights are 0");
  return weights;
}
