import type { GammaGamma, SpendHistories } from "./gamma-gamma";
import type { PurchaseHistories } from "./histories";
import type { PurchaseModel } from "./purchase-model";
import type { Duration, TimeUnit } from "./time";

/** How money to come is discounted: by `ratePerPeriod` (0.01 is 1 %) at the end of each of `periods` periods. */
export interface Discounting<U extends TimeUnit> {
  /** Length of a period in the model's unit, > 0; a month of a model of weeks is about `weeks(4.345)`. */
  readonly period: Duration<U>;
  /** How many, a whole number ≥ 1. */
  readonly periods: number;
  /** ≥ 0. */
  readonly ratePerPeriod: number;
}

/**
 * Expected spend of each customer in (T, T + horizon]: expected purchases times expected mean spend a purchase, which the
 * Gamma-Gamma model takes to be independent. `histories` and `spend` hold the same customers in the same order.
 * Throws a RangeError where their numbers differ, or on impossible histories.
 */
export function expectedSpend<U extends TimeUnit>(
  purchases: PurchaseModel<U>,
  values: GammaGamma,
  histories: PurchaseHistories<U>,
  spend: SpendHistories,
  horizon: Duration<U>,
): Float64Array {
  checkSameCustomers(histories, spend);
  const mean = values.expectedMeanSpend(spend);
  return purchases.expectedPurchases(histories, horizon).map((count, i) => count * mean[i]!);
}

/**
 * Present value of each customer's expected spend in the periods after T, each period's spend discounted from the period's end:
 * Σₖ (E[Y(k)] − E[Y(k − 1)]) E[M]/(1 + rate)ᵏ. Spend, not margin. Throws a RangeError as `expectedSpend`, and on impossible periods.
 */
export function discountedSpend<U extends TimeUnit>(
  purchases: PurchaseModel<U>,
  values: GammaGamma,
  histories: PurchaseHistories<U>,
  spend: SpendHistories,
  { period, periods, ratePerPeriod }: Discounting<U>,
): Float64Array {
  checkSameCustomers(histories, spend);
  if (!(Number.isInteger(periods) && periods >= 1)) {
    throw new RangeError(`${periods} periods are not a whole number of 1 or more`);
  }
  if (!(period > 0 && period < Infinity)) throw new RangeError(`a period of ${period} is no length of time`);
  if (!(ratePerPeriod >= 0 && ratePerPeriod < Infinity)) {
    throw new RangeError(`a discount rate of ${ratePerPeriod} is not a number of 0 or more`);
  }
  const mean = values.expectedMeanSpend(spend);
  const out = new Float64Array(mean.length);
  let before = new Float64Array(mean.length);
  for (let k = 1; k <= periods; k++) {
    const until = purchases.expectedPurchases(histories, (k * period) as Duration<U>);
    const worth = (1 + ratePerPeriod) ** -k;
    for (let i = 0; i < out.length; i++) out[i]! += (until[i]! - before[i]!) * mean[i]! * worth;
    before = until as Float64Array<ArrayBuffer>;
  }
  return out;
}

function checkSameCustomers(histories: PurchaseHistories<TimeUnit>, spend: SpendHistories): void {
  if (histories.x.length !== spend.x.length) {
    throw new RangeError(`${histories.x.length} purchase histories but ${spend.x.length} of spend`);
  }
}
