import { DAY_MS } from "../time";
import type { FeatureTable, Labels } from "./feature-table";
import type { Purchases } from "./purchases";

/**
 * What the customers of a feature table did in (cutoff, cutoff + horizonDays]. Throws a RangeError unless the whole
 * window lies inside the data: an unfinished window would count customers as lost who have only not come yet.
 */
export function labelCustomers(purchases: Purchases, table: FeatureTable, horizonDays: number): Labels {
  const { start, time, value, opensOrder } = purchases;
  const end = table.cutoff + horizonDays * DAY_MS;
  if (end > newestOrder(purchases)) {
    throw new RangeError(`the window of ${horizonDays} days after the cutoff ends after the newest order`);
  }
  const churned = new Float64Array(table.rows);
  const spend = new Float64Array(table.rows);
  const orders = new Float64Array(table.rows);
  churned.fill(1);
  for (let row = 0; row < table.rows; row++) {
    const customer = table.customer[row]!;
    for (let i = start[customer + 1]! - 1; i >= start[customer]! && time[i]! > table.cutoff; i--) {
      if (time[i]! > end) continue;
      spend[row]! += value[i]!;
      orders[row]! += opensOrder[i]!;
      churned[row] = 0;
    }
  }
  return { horizonDays, churned, spend, orders };
}

/** The moment of the newest purchase, milliseconds since 1970; −Infinity without any. */
export function newestOrder({ time }: Purchases): number {
  let newest = -Infinity;
  for (let i = 0; i < time.length; i++) if (time[i]! > newest) newest = time[i]!;
  return newest;
}

/** The moment of the oldest purchase, milliseconds since 1970; Infinity without any. */
export function oldestOrder({ time }: Purchases): number {
  let oldest = Infinity;
  for (let i = 0; i < time.length; i++) if (time[i]! < oldest) oldest = time[i]!;
  return oldest;
}
