import { checkFitInput, checkPredictInput, type Estimator } from "./estimator";
import {
  checkGlmParameters,
  fitGeneralisedLinear,
  type GlmLoss,
  type GlmProblem,
  weightsOrOnes,
} from "./generalised-linear";
import type { Matrix } from "./matrix";
import { linearPredictor } from "./weighted-gram";

interface TweedieParameters {
  /** Variance power p: Var(y) ∝ meanᵖ, 1 < p < 2 (a sum of gamma amounts over Poisson events). Default 1.5. */
  readonly power: number;
  /**
   * L2 penalty ½·l2·Σb², not on the intercept, beside half the deviance of y / (weighted mean of y): so its meaning
   * does not depend on the currency. ≥ 0. Default 1.
   */
  readonly l2: number;
  /** Most Newton steps. Default 100. */
  readonly maxIterations: number;
  /** Converged when a step moves no row's log-mean by more than this, relative to max(1, |log-mean|). Default 1e-9. */
  readonly tolerance: number;
}

interface TweedieReport {
  readonly converged: boolean;
  readonly iterations: number;
  readonly problem: GlmProblem | null;
  /** Σ w·d(y, mean), with d the unit deviance of the power, in the unit of y^(2 − power). */
  readonly deviance: number;
}

interface TweedieFit {
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly report: TweedieReport;
}

/**
 * Tweedie regression with a log link: log(mean) = intercept + Σ coefficient · column, for targets ≥ 0 with a lump at 0
 * (McCullagh & Nelder, "Generalized Linear Models", 2nd ed., 1989; Jørgensen, JRSS B 49(2), 1987). The observed Hessian
 * is positive for 1 < p < 2, so plain Newton's method works.
 */
export class TweedieGlm implements Estimator {
  readonly acceptsMissing = false;
  readonly parameters: TweedieParameters;
  #fitted: TweedieFit | undefined;

  /** Holds the parameters as given; `fit` checks them. */
  constructor(parameters: Partial<TweedieParameters> = {}) {
    this.parameters = { power: 1.5, l2: 1, maxIterations: 100, tolerance: 1e-9, ...parameters };
  }

  /**
   * Fits on `x` (n × d) and `y` (n, ≥ 0, not all 0); `weights` (n, ≥ 0, not all 0) default to 1. Throws RangeErrors.
   */
  fit(x: Matrix, y: Float64Array, weights?: Float64Array): this {
    const { power, l2 } = this.parameters;
    if (!(power > 1 && power < 2)) throw new RangeError(`power is ${power}, not between 1 and 2`);
    checkGlmParameters(l2, this.parameters);
    checkFitInput(x, y, weights, false);
    const w = weightsOrOnes(weights, x.rows);
    const mean = positiveMean(y, w);
    const unit = y.map((value) => value / mean);
    const loss = halfDeviance(power);
    const fit = fitGeneralisedLinear(x, unit, w, loss, l2, { intercept: 0 }, this.parameters);
    this.#fitted = {
      intercept: fit.intercept + Math.log(mean),
      coefficients: fit.coefficients,
      report: {
        converged: fit.problem === null,
        iterations: fit.iterations,
        problem: fit.problem,
        deviance: 2 * fit.loss * mean ** (2 - power),
      },
    };
    return this;
  }

  /** Expected value, one a row of `x` (n × d), in the unit of y. */
  predict(x: Matrix): Float64Array {
    const { intercept, coefficients } = this.#state();
    checkPredictInput(x, coefficients.length, false);
    return linearPredictor(x, intercept, coefficients).map(Math.exp);
  }

  get report(): TweedieReport {
    return this.#state().report;
  }

  get intercept(): number {
    return this.#state().intercept;
  }

  /** Change of log(mean) per unit of each column (d). Do not write to it. */
  get coefficients(): Float64Array {
    return this.#state().coefficients;
  }

  #state(): TweedieFit {
    if (!this.#fitted) throw new RangeError("the Tweedie regression has not been fitted yet");
    return this.#fitted;
  }
}

/**
 * Half the unit deviance as a function of η = log(mean): y^(2−p)/((1−p)(2−p)) − y·e^((1−p)η)/(1−p) + e^((2−p)η)/(2−p).
 */
function halfDeviance(p: number): GlmLoss {
  return {
    total(eta, y, weights) {
      let sum = 0;
      for (let i = 0; i < eta.length; i++) {
        const a = Math.exp((1 - p) * eta[i]!);
        const saturated = y[i] === 0 ? 0 : y[i]! ** (2 - p) / ((1 - p) * (2 - p));
        sum += weights[i]! * (saturated - (y[i]! * a) / (1 - p) + (a * Math.exp(eta[i]!)) / (2 - p));
      }
      return sum;
    },
    derivatives(eta, y, weights, slope, curvature) {
      for (let i = 0; i < eta.length; i++) {
        const a = Math.exp((1 - p) * eta[i]!);
        const gain = y[i]! * a;
        const cost = a * Math.exp(eta[i]!);
        slope[i] = weights[i]! * (gain - cost);
        curvature[i] = weights[i]! * ((2 - p) * cost + (p - 1) * gain);
      }
    },
  };
}

function positiveMean(y: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    if (y[i]! < 0) throw new RangeError(`target ${i} is ${y[i]}, below 0`);
    sum += weights[i]! * y[i]!;
    total += weights[i]!;
  }
  if (sum === 0) throw new RangeError("every target is 0: there is no amount to learn");
  return sum / total;
}
