import { checkFitInput, checkPredictInput, type Estimator } from "./estimator";
import { checkGlmParameters, weightsOrOnes } from "./generalised-linear";
import { probabilityOf } from "./log-odds";
import { LogisticRegression } from "./logistic";
import { type Matrix, takeRows } from "./matrix";
import { fitRidge } from "./ridge";
import { linearPredictor } from "./weighted-gram";

interface ZeroInflatedParameters {
  /**
   * L2 penalty ½·l2·Σb² of either part, without its intercept; for log-amounts, beside half their squared error. ≥ 0.
   * Default 1.
   */
  readonly l2: number;
  /** As of the occurrence's logistic regression. Default 1e-9. */
  readonly tolerance: number;
}

/** intercept + Σ coefficients · columns. */
interface LinearPart {
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

interface ZeroInflatedReport {
  /** Whether the occurrence part converged; true if every target was positive and nothing had to be fitted. */
  readonly converged: boolean;
  /** What went wrong in the occurrence part; null if nothing did. */
  readonly message: string | null;
  /** Rows of positive weight with a target above 0. */
  readonly positiveRows: number;
  /** Standard deviation of the logarithm of a positive target around its prediction (maximum likelihood). */
  readonly sigma: number;
}

/**
 * Zero-inflated lognormal regression of amounts ≥ 0, both parts linear (Wang, Liu & Miao, "A Deep Probabilistic Model
 * for Customer Lifetime Value Prediction", arXiv:1912.07753, 2019, eqs. 3-5): P(y > 0) by logistic regression, log y
 * given y > 0 by ridge regression, and E y = P(y > 0) · E(y | y > 0).
 */
export class ZeroInflatedLognormal implements Estimator {
  readonly acceptsMissing = false;
  readonly parameters: ZeroInflatedParameters;
  #fitted: { occurrence: LinearPart; amount: LinearPart; report: ZeroInflatedReport } | undefined;

  /** Holds the parameters as given; `fit` checks them. */
  constructor(parameters: Partial<ZeroInflatedParameters> = {}) {
    this.parameters = { l2: 1, tolerance: 1e-9, ...parameters };
  }

  /**
   * Fits on `x` (n × d) and `y` (n, ≥ 0, at least two above 0); `weights` (n, ≥ 0) default to 1. Throws RangeErrors,
   * also if l2 is 0 and the columns are collinear among the positive rows.
   */
  fit(x: Matrix, y: Float64Array, weights?: Float64Array): this {
    const { l2, tolerance } = this.parameters;
    checkGlmParameters(l2, { maxIterations: 1, tolerance });
    checkFitInput(x, y, weights, false);
    const w = weightsOrOnes(weights, x.rows);
    const positive = positiveRows(y, w);
    const amount = fitAmount(
      takeRows(x, positive),
      Float64Array.from(positive, (i) => Math.log(y[i]!)),
      Float64Array.from(positive, (i) => w[i]!),
      l2,
    );
    const certain = y.every((value, i) => value > 0 || w[i] === 0);
    const logistic = certain
      ? null
      : new LogisticRegression({ l2, tolerance }).fit(x, y.map(isPositive), weights);
    this.#fitted = {
      occurrence: logistic
        ? { intercept: logistic.intercept, coefficients: logistic.coefficients }
        : { intercept: Number.POSITIVE_INFINITY, coefficients: new Float64Array(x.columns) },
      amount: { intercept: amount.intercept, coefficients: amount.coefficients },
      report: {
        converged: logistic?.report.converged ?? true,
        message: logistic?.report.message ?? null,
        positiveRows: positive.length,
        sigma: amount.sigma,
      },
    };
    return this;
  }

  /** Expected amount, one a row of `x` (n × d), in the unit of y. */
  predict(x: Matrix): Float64Array {
    const { occurrence, amount } = this.#state();
    checkPredictInput(x, amount.coefficients.length, false);
    const logOdds = linearPredictor(x, occurrence.intercept, occurrence.coefficients);
    const logAmount = linearPredictor(x, amount.intercept, amount.coefficients);
    return logOdds.map((value, i) => probabilityOf(value) * Math.exp(logAmount[i]!));
  }

  /** Log-odds of an amount above 0; the intercept is Infinity if every target was. Do not write to it. */
  get occurrence(): LinearPart {
    return this.#state().occurrence;
  }

  /**
   * Logarithm of the expected amount of those above 0; the intercept includes the retransformation. Do not write to it.
   */
  get amount(): LinearPart {
    return this.#state().amount;
  }

  get report(): ZeroInflatedReport {
    return this.#state().report;
  }

  #state() {
    if (!this.#fitted) throw new RangeError("the zero-inflated lognormal has not been fitted yet");
    return this.#fitted;
  }
}

/**
 * Ridge regression of the log-amounts, its intercept moved so that e^(value) is the expected amount: by Σ amount / Σ
 * e^prediction, so that the total is met (Snowdon, "A Ratio Estimator for Bias Correction in Logarithmic Regressions",
 * Canadian Journal of Forest Research 21(5), 1991). Duan's smearing estimate is not used, as one residual of 8 is
 * enough to spoil it.
 */
function fitAmount(
  x: Matrix,
  logs: Float64Array,
  weights: Float64Array,
  l2: number,
): LinearPart & { readonly sigma: number } {
  const { intercept, coefficients } = fitRidge(x, logs, weights, l2);
  const fitted = linearPredictor(x, intercept, coefficients);
  let total = 0;
  let squares = 0;
  let amounts = 0;
  let predicted = 0;
  for (let i = 0; i < logs.length; i++) {
    const weight = weights[i]!;
    const residual = logs[i]! - fitted[i]!;
    total += weight;
    squares += weight * residual * residual;
    amounts += weight * Math.exp(logs[i]!);
    predicted += weight * Math.exp(fitted[i]!);
  }
  return {
    intercept: intercept + Math.log(amounts / predicted),
    coefficients,
    sigma: Math.sqrt(squares / total),
  };
}

function positiveRows(y: Float64Array, weights: Float64Array): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < y.length; i++) {
    if (y[i]! < 0) throw new RangeError(`target ${i} is ${y[i]}, below 0`);
    if (y[i]! > 0 && weights[i]! > 0) rows.push(i);
  }
  if (rows.length < 2) throw new RangeError(`${rows.length} targets above 0: at least 2 are needed`);
  return Int32Array.from(rows);
}

function isPositive(value: number): number {
  return value > 0 ? 1 : 0;
}
