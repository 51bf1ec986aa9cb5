import { checkScorable, type PurchaseHistories } from "./histories";
import { expectedLatentPurchases } from "./latent-purchases";
import { checkParameters, checkUnit, type PurchaseModel } from "./purchase-model";
import type { Duration, TimeUnit } from "./time";

/**
 * Gamma-distributed purchase rates (shape `r`; `alpha`, a time in the model's unit; mean r/alpha) and a beta-distributed probability
 * (`a`, `b`; mean a/(a + b)) of leaving after each purchase.
 */
export interface BgNbdParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/**
 * The BG/NBD model (Fader, Hardie & Lee, "Counting Your Customers the Easy Way", Marketing Science 24(2), 2005). Immutable.
 * Note that its customers can leave only by a repeat purchase, so P(alive) is 1 where x = 0.
 */
export class BgNbd<U extends TimeUnit> implements PurchaseModel<U> {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;

  /** Throws a RangeError where a parameter is not a finite number above 0. */
  constructor(
    readonly unit: U,
    { r, alpha, a, b }: BgNbdParameters,
  ) {
    checkUnit("BG/NBD", unit);
    checkParameters("BG/NBD", { r, alpha, a, b });
    this.r = r;
    this.alpha = alpha;
    this.a = a;
    this.b = b;
  }

  /** 1/(1 + [x > 0] a/(b + x − 1) ((α + T)/(α + tx))^(r + x)): Fader & Hardie's note "Computing P(alive) Using the BG/NBD Model", 2008. */
  pAlive(histories: PurchaseHistories<U>): Float64Array {
    checkScorable(histories, this.unit);
    const { x, tx, T } = histories;
    const { r, alpha, a, b } = this;
    const out = new Float64Array(x.length).fill(1);
    for (let i = 0; i < x.length; i++) {
      if (x[i] === 0) continue;
      const waited = (r + x[i]!) * Math.log1p((T[i]! - tx[i]!) / (alpha + tx[i]!));
      out[i] = 1 / (1 + Math.exp(Math.log(a / (b + x[i]! - 1)) + waited));
    }
    return out;
  }

  /** Fader, Hardie & Lee (2005), eq. 10. */
  expectedPurchases(histories: PurchaseHistories<U>, horizon: Duration<U>): Float64Array {
    const out = this.pAlive(histories);
    const { x, T } = histories;
    for (let i = 0; i < x.length; i++) {
      out[i]! *= expectedLatentPurchases(this.r + x[i]!, this.alpha + T[i]!, this.a, this.b + x[i]!, horizon);
    }
    return out;
  }
}
