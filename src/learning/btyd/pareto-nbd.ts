import { type DropoutIntegralResult, dropoutIntegral } from "./dropout-integral";
import { checkScorable, type PurchaseHistories } from "./histories";
import { checkParameters, checkUnit, type PurchaseModel } from "./purchase-model";
import type { Duration, TimeUnit } from "./time";

/**
 * Gamma-distributed purchase rates (shape `r`, and `alpha`, a time in the model's unit; mean r/alpha) and gamma-distributed
 * dropout rates (shape `s`, and `beta`, a time; mean s/beta).
 */
export interface ParetoNbdParameters {
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}

/**
 * The Pareto/NBD model (Schmittlein, Morrison & Colombo, "Counting Your Customers", Management Science 33(1), 1987): a customer buys
 * as a Poisson process until leaving at an exponentially distributed time. Formulas after Fader & Hardie, "A Note on Deriving the
 * Pareto/NBD Model and Related Expressions", 2005. Immutable.
 */
export class ParetoNbd<U extends TimeUnit> implements PurchaseModel<U> {
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;

  /** Throws a RangeError where a parameter is not a finite number above 0. */
  constructor(
    readonly unit: U,
    { r, alpha, s, beta }: ParetoNbdParameters,
  ) {
    checkUnit("Pareto/NBD", unit);
    checkParameters("Pareto/NBD", { r, alpha, s, beta });
    this.r = r;
    this.alpha = alpha;
    this.s = s;
    this.beta = beta;
  }

  /** (α + T)^−(r + x) (β + T)^−s over itself plus s ∫ (α + τ)^−(r + x) (β + τ)^−(s + 1) dτ, in logarithms. */
  pAlive(histories: PurchaseHistories<U>): Float64Array {
    checkScorable(histories, this.unit);
    const { x, tx, T } = histories;
    const { r, alpha, s, beta } = this;
    const integral: DropoutIntegralResult = { log: 0, logAlpha: 0, logBeta: 0, perAlpha: 0, perBeta: 0 };
    const out = new Float64Array(x.length);
    for (let i = 0; i < x.length; i++) {
      const p = r + x[i]!;
      dropoutIntegral(p, s + 1, alpha, beta, tx[i]!, T[i]!, integral);
      const alive = -p * Math.log(alpha + T[i]!) - s * Math.log(beta + T[i]!);
      out[i] = 1 / (1 + Math.exp(Math.log(s) + integral.log - alive));
    }
    return out;
  }

  /** P(alive) (r + x)(β + T)/((α + T)(s − 1)) (1 − ((β + T)/(β + T + t))^(s − 1)), also at s = 1. */
  expectedPurchases(histories: PurchaseHistories<U>, horizon: Duration<U>): Float64Array {
    const out = this.pAlive(histories);
    const { x, T } = histories;
    for (let i = 0; i < x.length; i++) {
      const rate = (this.r + x[i]!) / (this.alpha + T[i]!);
      out[i]! *= rate * expectedTimeAlive(this.s, this.beta + T[i]!, horizon);
    }
    return out;
  }
}

/** E[min(lifetime, t)] = β/(s − 1) (1 − (β/(β + t))^(s − 1)) of a Pareto(s, β) lifetime; β ln(1 + t/β) at s = 1. */
function expectedTimeAlive(s: number, beta: number, time: number): number {
  const log = Math.log1p(time / beta);
  const fall = (s - 1) * log;
  return beta * (Math.abs(fall) < 1e-12 ? log : (log * -Math.expm1(-fall)) / fall);
}
