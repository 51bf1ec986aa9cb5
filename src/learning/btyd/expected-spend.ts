import type { GammaGamma, SpendHistories } from "./gamma-gamma";
import type { PurchaseHistories } from "./histories";
import type { PurchaseModel } from "./purchase-model";
import type { Duration, TimeUnit } from "./time";

/**
 * Expected spend of each customer in (T, T + horizon]: expected purchases times expected mean spend a purchase, which
 * the Gamma-Gamma model takes to be independent. `histories` and `spend` hold the same customers in the same order.
 * Throws a RangeError if their numbers differ, or on impossible histories.
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

function checkSameCustomers(histories: PurchaseHistories<TimeUnit>, spend: SpendHistories): void {
  if (histories.x.length !== spend.x.length) {
    throw new RangeError(`${histories.x.length} purchase histories but ${spend.x.length} of spend`);
  }
}
