import { checkFitInput, checkPredictInput, type Estimator } from "./estimator";
import {
  checkGlmParameters,
  fitGeneralisedLinear,
  type GlmLoss,
  type GlmProblem,
  type LinearStart,
  weightsOrOnes,
} from "./generalised-linear";
import { logOddsOf, probabilityOf, softplus } from "./log-odds";
import type { Matrix } from "./matrix";
import { linearPredictor } from "./weighted-gram";

interface LogisticParameters {
  /** L2 penalty ½·l2·Σb² on the coefficients, not on the intercept; ≥ 0. Default 1. */
  readonly l2: number;
  /** Most Newton steps. Default 100. */
  readonly maxIterations: number;
  /** Converged when a step moves no row's log-odds by more than this, relative to max(1, |log-odds|). Default 1e-9. */
  readonly tolerance: number;
}

/** How the fit went. */
interface LogisticReport {
  readonly converged: boolean;
  readonly iterations: number;
  readonly problem: GlmProblem | null;
  /** What `problem` means and what helps; null if there is none. */
  readonly message: string | null;
  /** Σ w·log p(y), without the penalty. */
  readonly logLikelihood: number;
}

interface LogisticFit {
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly report: LogisticReport;
}

const MESSAGES: Record<GlmProblem, string> = {
  collinear: "some columns are constant or determine each other; leave them out or set l2 above 0",
  separated:
    "the columns part the two classes without error, so the coefficients have no limit; set l2 above 0",
  stalled: "the iterations ran out before the log-odds settled; scale the columns or raise maxIterations",
};

/** The log loss if the log-odds of each row begin at `offset` (n), which is not fitted. */
export function logLossFrom(offset: Float64Array): GlmLoss {
  const from = (eta: Float64Array) => eta.map((value, i) => value + offset[i]!);
  return {
    total: (eta, ...rest) => LOG_LOSS.total(from(eta), ...rest),
    derivatives: (eta, ...rest) => LOG_LOSS.derivatives(from(eta), ...rest),
  };
}

const LOG_LOSS: GlmLoss = {
  total(eta, y, weights) {
    let sum = 0;
    for (let i = 0; i < eta.length; i++) sum += weights[i]! * softplus(y[i] === 1 ? -eta[i]! : eta[i]!);
    return sum;
  },
  derivatives(eta, y, weights, slope, curvature) {
    for (let i = 0; i < eta.length; i++) {
      const p = probabilityOf(eta[i]!);
      slope[i] = weights[i]! * (y[i] === 1 ? probabilityOf(-eta[i]!) : -p);
      curvature[i] = weights[i]! * p * probabilityOf(-eta[i]!);
    }
  },
};

/**
 * Logistic regression with an L2 penalty by Newton's method: log-odds = intercept + Σ coefficient · column. A fit that
 * did not converge (perfect separation, collinear columns) says so in `report`. A constant column gets coefficient 0
 * under any penalty.
 */
export class LogisticRegression implements Estimator {
  readonly acceptsMissing = false;
  readonly parameters: LogisticParameters;
  #fitted: LogisticFit | undefined;

  /** Holds the parameters as given; `fit` checks them. */
  constructor(parameters: Partial<LogisticParameters> = {}) {
    this.parameters = { l2: 1, maxIterations: 100, tolerance: 1e-9, ...parameters };
  }

  /**
   * Fits on `x` (n × d) and `y` (n of 0 or 1); `weights` (n, ≥ 0, not all 0) default to 1. `start` is a good guess, such
   * as the fit to nearly the same columns, from which fewer steps are left. Throws RangeErrors.
   */
  fit(x: Matrix, y: Float64Array, weights?: Float64Array, start?: LinearStart): this {
    const { l2 } = this.parameters;
    checkGlmParameters(l2, this.parameters);
    checkFitInput(x, y, weights, false);
    const w = weightsOrOnes(weights, x.rows);
    // Also checks the targets.
    const intercept = startIntercept(y, w);
    const begin = start ?? { intercept };
    const fit = fitGeneralisedLinear(x, y, w, LOG_LOSS, l2, begin, this.parameters);
    this.#fitted = {
      intercept: fit.intercept,
      coefficients: fit.coefficients,
      report: {
        converged: fit.problem === null,
        iterations: fit.iterations,
        problem: fit.problem,
        message: fit.problem && MESSAGES[fit.problem],
        logLikelihood: -fit.loss,
      },
    };
    return this;
  }

  /** Log-odds of class 1, one a row of `x` (n × d). */
  decision(x: Matrix): Float64Array {
    const { intercept, coefficients } = this.#state();
    checkPredictInput(x, coefficients.length, false);
    return linearPredictor(x, intercept, coefficients);
  }

  /** Probability of class 1, one a row of `x` (n × d). */
  predict(x: Matrix): Float64Array {
    return this.decision(x).map(probabilityOf);
  }

  get report(): LogisticReport {
    return this.#state().report;
  }

  get intercept(): number {
    return this.#state().intercept;
  }

  /** Change of the log-odds per unit of each column (d). Do not write to it. */
  get coefficients(): Float64Array {
    return this.#state().coefficients;
  }

  #state(): LogisticFit {
    if (!this.#fitted) throw new RangeError("the logistic regression has not been fitted yet");
    return this.#fitted;
  }
}

/** Log-odds of the weighted share of ones, kept finite for a single class. Throws if a target is no class. */
function startIntercept(y: Float64Array, weights: Float64Array): number {
  let ones = 0;
  let all = 0;
  for (let i = 0; i < y.length; i++) {
    if (y[i] !== 0 && y[i] !== 1) throw new RangeError(`target ${i} is ${y[i]}, neither 0 nor 1`);
    ones += weights[i]! * y[i]!;
    all += weights[i]!;
  }
  return logOddsOf(Math.min(0.999, Math.max(0.001, ones / all)));
}
