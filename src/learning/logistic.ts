import { choleskyInverse } from "./cholesky";
import { type ColumnMoments, columnMoments } from "./column-moments";
import { checkFitInput, checkPredictInput, type Estimator } from "./estimator";
import {
  checkGlmParameters,
  fitGeneralisedLinear,
  type GlmFit,
  type GlmLoss,
  type GlmProblem,
  weightsOrOnes,
} from "./generalised-linear";
import { logOddsOf, probabilityOf, softplus } from "./log-odds";
import { type Matrix, matrix } from "./matrix";
import { linearPredictor } from "./weighted-gram";

export interface LogisticParameters {
  /** L2 penalty ½·l2·Σb² on the coefficients, not on the intercept; ≥ 0. Default 1. */
  readonly l2: number;
  /** Whether the penalty falls on coefficients of standardised columns (mean 0, population sd 1). Default false. */
  readonly standardise: boolean;
  /** Newton steps at most. Default 100. */
  readonly maxIterations: number;
  /** Converged when a step moves no row's log-odds by more than this, relative to max(1, |log-odds|). Default 1e-9. */
  readonly tolerance: number;
}

/** How the fit went. */
export interface LogisticReport {
  readonly converged: boolean;
  readonly iterations: number;
  readonly problem: GlmProblem | null;
  /** What `problem` means and what helps; null where there is none. */
  readonly message: string | null;
  /** Σ w·log p(y), without the penalty. */
  readonly logLikelihood: number;
}

export interface LogisticState {
  readonly parameters: LogisticParameters;
  readonly intercept: number;
  readonly coefficients: number[];
  /** Weighted means and population standard deviations of the columns of the fit. */
  readonly means: number[];
  readonly deviations: number[];
  readonly standardErrors: number[] | null;
  readonly report: LogisticReport;
}

/** Linear contributions to the log-odds: row i's sum over columns plus `expected` is its log-odds. */
export interface LinearContributions {
  /** Log-odds of a row that sits at the mean of every column. */
  readonly expected: number;
  /** n × d: coefficient × (value − mean). */
  readonly values: Matrix;
}

const MESSAGES: Record<GlmProblem, string> = {
  collinear: "some columns are constant or determine each other; leave them out or set l2 above 0",
  separated:
    "the columns part the two classes without error, so the coefficients have no limit; set l2 above 0",
  stalled: "the iterations ran out before the log-odds settled; scale the columns or raise maxIterations",
};

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
export class LogisticRegression implements Estimator<LogisticState> {
  readonly acceptsMissing = false;
  readonly parameters: LogisticParameters;
  #fitted: LogisticState | undefined;
  #coefficients = new Float64Array(0);

  /** Holds the parameters as given; `fit` checks them. */
  constructor(parameters: Partial<LogisticParameters> = {}) {
    this.parameters = { l2: 1, standardise: false, maxIterations: 100, tolerance: 1e-9, ...parameters };
  }

  /** Fits on `x` (n × d) and `y` (n of 0 or 1); `weights` (n, ≥ 0, not all 0) default to 1. Throws RangeErrors. */
  fit(x: Matrix, y: Float64Array, weights?: Float64Array): this {
    const { l2, standardise } = this.parameters;
    checkGlmParameters(l2, this.parameters);
    checkFitInput(x, y, weights, false);
    const w = weightsOrOnes(weights, x.rows);
    const moments = columnMoments(x, weights);
    const design = standardise ? standardised(x, moments) : x;
    const fit = fitGeneralisedLinear(design, y, w, LOG_LOSS, l2, startIntercept(y, w), this.parameters);
    this.#set({
      parameters: this.parameters,
      ...onColumns(fit, moments, standardise, l2),
      means: Array.from(moments.means),
      deviations: Array.from(moments.deviations),
      report: {
        converged: fit.problem === null,
        iterations: fit.iterations,
        problem: fit.problem,
        message: fit.problem && MESSAGES[fit.problem],
        logLikelihood: -fit.loss,
      },
    });
    return this;
  }

  /** Log-odds of class 1, one a row of `x` (n × d). */
  decision(x: Matrix): Float64Array {
    const { intercept } = this.#state();
    checkPredictInput(x, this.#coefficients.length, false);
    return linearPredictor(x, intercept, this.#coefficients);
  }

  /** Probability of class 1, one a row of `x` (n × d). */
  predict(x: Matrix): Float64Array {
    return this.decision(x).map(probabilityOf);
  }

  /** What each column adds to a row's log-odds, against a row at the column means. `x`: n × d. */
  contributions(x: Matrix): LinearContributions {
    const { means, intercept } = this.#state();
    checkPredictInput(x, this.#coefficients.length, false);
    const values = matrix(x.rows, x.columns);
    for (let i = 0; i < x.data.length; i++) {
      const j = i % x.columns;
      values.data[i] = this.#coefficients[j]! * (x.data[i]! - means[j]!);
    }
    const center = matrix(1, x.columns, Float64Array.from(means));
    return { expected: linearPredictor(center, intercept, this.#coefficients)[0]!, values };
  }

  get report(): LogisticReport {
    return this.#state().report;
  }

  get intercept(): number {
    return this.#state().intercept;
  }

  /** Change of the log-odds per unit of each column (d). Not to be written to. */
  get coefficients(): Float64Array {
    this.#state();
    return this.#coefficients;
  }

  /** Change of the log-odds per standard deviation of each column (d). */
  get standardisedCoefficients(): Float64Array {
    const { deviations } = this.#state();
    return this.#coefficients.map((value, j) => value * deviations[j]!);
  }

  /**
   * Standard errors of intercept and coefficients (1 + d), from the inverse of the observed information. `null` under a
   * penalty, where they would not be standard errors of anything, and without convergence.
   */
  get standardErrors(): Float64Array | null {
    const { standardErrors } = this.#state();
    return standardErrors && Float64Array.from(standardErrors);
  }

  toState(): LogisticState {
    return this.#state();
  }

  /** The model that `toState` described. */
  static fromState(state: LogisticState): LogisticRegression {
    const model = new LogisticRegression(state.parameters);
    model.#set(state);
    return model;
  }

  #set(state: LogisticState): void {
    this.#fitted = state;
    this.#coefficients = Float64Array.from(state.coefficients);
  }

  #state(): LogisticState {
    if (!this.#fitted) throw new RangeError("the logistic regression has not been fitted yet");
    return this.#fitted;
  }
}

/** Log-odds of the weighted share of ones, kept finite where there is one class. Throws where a target is no class. */
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

function standardised(x: Matrix, { means, deviations }: ColumnMoments): Matrix {
  const out = matrix(x.rows, x.columns);
  for (let i = 0; i < x.data.length; i++) {
    const j = i % x.columns;
    out.data[i] = (x.data[i]! - means[j]!) / (deviations[j]! || 1);
  }
  return out;
}

/** The fit on the scale of the given columns: with s the deviations and m the means, b = β/s and b₀ = β₀ − Σ m·b. */
function onColumns(
  fit: GlmFit,
  { means, deviations }: ColumnMoments,
  standardise: boolean,
  l2: number,
): Pick<LogisticState, "intercept" | "coefficients" | "standardErrors"> {
  const d = fit.coefficients.length;
  const scale = Array.from(deviations, (deviation) => (standardise ? deviation || 1 : 1));
  const shift = Array.from(means, (mean) => (standardise ? mean : 0));
  const coefficients = Array.from(fit.coefficients, (beta, j) => beta / scale[j]!);
  const intercept = coefficients.reduce((sum, b, j) => sum - shift[j]! * b, fit.intercept);
  if (l2 > 0 || fit.problem !== null || !fit.factor) return { intercept, coefficients, standardErrors: null };
  const covariance = choleskyInverse(fit.factor, d + 1);
  // The rows of the linear map from (β₀, β) to (b₀, b): the first is (1, −m/s), the others pick β/s.
  const toIntercept = [1, ...scale.map((s, j) => -shift[j]! / s)];
  let variance = 0;
  for (let i = 0; i <= d; i++) {
    for (let j = 0; j <= d; j++) variance += toIntercept[i]! * toIntercept[j]! * covariance[i * (d + 1) + j]!;
  }
  const errors = scale.map((s, j) => Math.sqrt(covariance[(j + 1) * (d + 2)]!) / s);
  return { intercept, coefficients, standardErrors: [Math.sqrt(variance), ...errors] };
}
