import { checkFitInput, checkPredictInput, type Estimator } from "../estimator";
import { weightsOrOnes } from "../generalised-linear";
import { probabilityOf, softplus } from "../log-odds";
import { asColumn, type ScoreColumn } from "./column";

interface PlattParameters {
  /**
   * Whether the targets are drawn in from 1 and 0 to (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2), as Platt does against overfitting.
   * Default true.
   */
  readonly smoothing: boolean;
}

interface PlattFit {
  readonly slope: number;
  readonly intercept: number;
  readonly converged: boolean;
}

/** Of Lin, Lin & Weng's algorithm 1. */
const MOST_ITERATIONS = 100;
const LEAST_STEP = 1e-10;
const RIDGE = 1e-12;
/** Converged when both parts of the gradient per unit of weight are below this. */
const TOLERANCE = 1e-10;

/**
 * Platt scaling: calibrated log-odds = slope · score + intercept, by maximum likelihood (Platt, "Probabilistic Outputs for
 * Support Vector Machines", 1999; Newton's method with backtracking after Lin, Lin & Weng, "A Note on Platt's Probabilistic
 * Outputs for Support Vector Machines", Machine Learning 68, 2007, algorithm 1, whose A and B are −slope and −intercept).
 * Give it log-odds: with slope 1 and intercept 0 they are left as they are.
 */
export class PlattCalibration implements Estimator {
  readonly acceptsMissing = false;
  readonly parameters: PlattParameters;
  #fitted: PlattFit | undefined;

  constructor(parameters: Partial<PlattParameters> = {}) {
    this.parameters = { smoothing: true, ...parameters };
  }

  /** Fits on scores (n) and `y` (n of 0 or 1); `weights` (n, ≥ 0, not all 0) default to 1. Throws RangeErrors. */
  fit(scores: ScoreColumn, y: Float64Array, weights?: Float64Array): this {
    const x = asColumn(scores);
    checkFitInput(x, y, weights, false);
    const w = weightsOrOnes(weights, x.rows);
    const targets = smoothedTargets(y, w, this.parameters.smoothing);
    this.#fitted = plattNewton(x.data, targets.values, w, targets.prior);
    return this;
  }

  /** Calibrated probability, one a score. */
  predict(scores: ScoreColumn): Float64Array {
    return this.decision(scores).map(probabilityOf);
  }

  /** Calibrated log-odds, one a score. */
  decision(scores: ScoreColumn): Float64Array {
    const { slope, intercept } = this.#state();
    const x = asColumn(scores);
    checkPredictInput(x, 1, false);
    return x.data.map((score) => slope * score + intercept);
  }

  get slope(): number {
    return this.#state().slope;
  }

  get intercept(): number {
    return this.#state().intercept;
  }

  /** False where the scores part the classes without error and smoothing is off: the slope then has no limit. */
  get converged(): boolean {
    return this.#state().converged;
  }

  #state(): PlattFit {
    if (!this.#fitted) throw new RangeError("the Platt calibration has not been fitted yet");
    return this.#fitted;
  }
}

/** Targets (n) and the log-odds of the prior, where the search begins. */
function smoothedTargets(y: Float64Array, weights: Float64Array, smoothing: boolean) {
  let ones = 0;
  let zeros = 0;
  for (let i = 0; i < y.length; i++) {
    if (y[i] === 1) ones += weights[i]!;
    else if (y[i] === 0) zeros += weights[i]!;
    else throw new RangeError(`target ${i} is ${y[i]}, neither 0 nor 1`);
  }
  const high = smoothing ? (ones + 1) / (ones + 2) : 1;
  const low = smoothing ? 1 / (zeros + 2) : 0;
  return {
    values: y.map((value) => (value === 1 ? high : low)),
    prior: Math.log((ones + 1) / (zeros + 1)),
  };
}

/** Newton's method on slope and intercept. */
function plattNewton(
  scores: Float64Array,
  targets: Float64Array,
  weights: Float64Array,
  prior: number,
): PlattFit {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let [slope, intercept] = [0, prior];
  let loss = crossEntropy(scores, targets, weights, slope, intercept);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    let [h11, h22, h21, g1, g2] = [RIDGE, RIDGE, 0, 0, 0];
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i]!;
      const p = probabilityOf(slope * score + intercept);
      const curvature = weights[i]! * p * probabilityOf(-(slope * score + intercept));
      const residual = weights[i]! * (p - targets[i]!);
      h11 += score * score * curvature;
      h22 += curvature;
      h21 += score * curvature;
      g1 += score * residual;
      g2 += residual;
    }
    if (Math.abs(g1) <= TOLERANCE * total && Math.abs(g2) <= TOLERANCE * total) {
      // A gradient that vanishes because every probability has reached 0 or 1 is a slope without a limit.
      return { slope, intercept, converged: h22 > 1e-8 * total };
    }
    const determinant = h11 * h22 - h21 * h21;
    const dSlope = -(h22 * g1 - h21 * g2) / determinant;
    const dIntercept = -(-h21 * g1 + h11 * g2) / determinant;
    const descent = g1 * dSlope + g2 * dIntercept;
    let step = 1;
    for (; step >= LEAST_STEP; step /= 2) {
      const next = crossEntropy(
        scores,
        targets,
        weights,
        slope + step * dSlope,
        intercept + step * dIntercept,
      );
      if (!(next < loss + 1e-4 * step * descent)) continue;
      slope += step * dSlope;
      intercept += step * dIntercept;
      loss = next;
      break;
    }
    // No step lowers the loss any further: as good as float64 allows where the gradient is small.
    if (step < LEAST_STEP) {
      const small = 1e-6 * total;
      return { slope, intercept, converged: Math.abs(g1) <= small && Math.abs(g2) <= small };
    }
  }
  return { slope, intercept, converged: false };
}

function crossEntropy(
  scores: Float64Array,
  targets: Float64Array,
  weights: Float64Array,
  slope: number,
  intercept: number,
): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const eta = slope * scores[i]! + intercept;
    sum += weights[i]! * (softplus(eta) - targets[i]! * eta);
  }
  return sum;
}
