import { checkParameters } from "./purchase-model";

/** What the spend model needs to know about each customer, one element a customer. Money in the file's own currency. */
export interface SpendHistories {
  /** How many purchases `meanSpend` is the mean of: whole numbers ≥ 0. */
  readonly x: Float64Array;
  /** Mean spend of a purchase, > 0; of no meaning where x = 0 (0 by custom). */
  readonly meanSpend: Float64Array;
}

/**
 * A purchase's value is gamma with shape `p` and a rate that is itself gamma over customers, with shape `q` and rate `v` (money).
 * Over all customers a purchase is worth p v/(q − 1) on average, where q > 1.
 */
export interface GammaGammaParameters {
  readonly p: number;
  readonly q: number;
  readonly v: number;
}

/**
 * The Gamma-Gamma model of spend a purchase (Fader & Hardie, "The Gamma-Gamma Model of Monetary Value", 2013). It takes spend to be
 * independent of how often a customer buys. Immutable.
 */
export class GammaGamma {
  readonly p: number;
  readonly q: number;
  readonly v: number;

  /** Throws a RangeError where a parameter is not a finite number above 0. */
  constructor({ p, q, v }: GammaGammaParameters) {
    checkParameters("Gamma-Gamma", { p, q, v });
    this.p = p;
    this.q = q;
    this.v = v;
  }

  /**
   * E[M | x, m] = p (v + x m)/(p x + q − 1) of each customer (eq. 5): their own mean, drawn towards the population's. At x = 0 that is
   * the population mean. Infinity where p x + q ≤ 1. Throws a RangeError on impossible histories.
   */
  expectedMeanSpend(histories: SpendHistories): Float64Array {
    checkSpend(histories);
    const { p, q, v } = this;
    return histories.x.map((x, i) => {
      const divisor = p * x + q - 1;
      return divisor > 0 ? (p * (v + (x === 0 ? 0 : x * histories.meanSpend[i]!))) / divisor : Infinity;
    });
  }
}

/** Throws a RangeError that names the first row which no customer could have. */
export function checkSpend({ x, meanSpend }: SpendHistories): void {
  if (meanSpend.length !== x.length) {
    throw new RangeError(`lengths differ: ${x.length} of x, ${meanSpend.length} of meanSpend`);
  }
  for (let i = 0; i < x.length; i++) {
    const count = x[i]!;
    const mean = meanSpend[i]!;
    if (!(Number.isSafeInteger(count) && count >= 0)) {
      throw new RangeError(`row ${i}: x is ${count}, not a whole number of 0 or more`);
    }
    if (!(mean >= 0 && mean < Infinity) || (count > 0 && mean === 0)) {
      throw new RangeError(`row ${i}: the mean spend of ${count} purchases is ${mean}, not a number above 0`);
    }
  }
}
