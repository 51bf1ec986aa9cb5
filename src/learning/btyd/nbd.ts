import { checkScorable, type PurchaseHistories } from "./histories";
import { checkParameters, checkUnit, type PurchaseModel } from "./purchase-model";
import type { Duration, TimeUnit } from "./time";

/** Gamma-distributed purchase rates: shape `r`, and `alpha`, a time in the model's unit. Mean rate r/alpha. */
export interface NbdParameters {
  readonly r: number;
  readonly alpha: number;
}

/**
 * The negative binomial model of repeat buying (Ehrenberg 1959): customers buy as Poisson processes with gamma-distributed
 * rates, and nobody ever leaves. It is what BG/NBD and Pareto/NBD become when their dropout goes to 0.
 */
export class Nbd<U extends TimeUnit> implements PurchaseModel<U> {
  readonly r: number;
  readonly alpha: number;

  /** Throws a RangeError where a parameter is not a finite number above 0. */
  constructor(
    readonly unit: U,
    { r, alpha }: NbdParameters,
  ) {
    checkUnit("NBD", unit);
    checkParameters("NBD", { r, alpha });
    this.r = r;
    this.alpha = alpha;
  }

  /** 1 for everybody. */
  pAlive(histories: PurchaseHistories<U>): Float64Array {
    checkScorable(histories, this.unit);
    return new Float64Array(histories.x.length).fill(1);
  }

  /** (r + x) t / (alpha + T): the posterior mean rate, times the horizon. */
  expectedPurchases(histories: PurchaseHistories<U>, horizon: Duration<U>): Float64Array {
    checkScorable(histories, this.unit);
    const { x, T } = histories;
    const out = new Float64Array(x.length);
    for (let i = 0; i < x.length; i++) out[i] = ((this.r + x[i]!) * horizon) / (this.alpha + T[i]!);
    return out;
  }
}
