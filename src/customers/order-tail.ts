import { DAY_MS } from "../time";
import { newestOrder, oldestOrder } from "./labels";
import type { Purchases } from "./purchases";

const WINDOW_DAYS = 30;
/** Fewer earlier windows than this do not tell what is usual. */
const LEAST_WINDOWS = 3;

/** How busy the end of a file is against the time before. */
export interface OrderTail {
  /** Orders in the last 30 days, the newest order's moment included. */
  readonly recent: number;
  /** The median of the orders in 30 days before, over those that hold any; null with fewer than three of them. */
  readonly usual: number | null;
}

/**
 * Counts the orders of the last 30 days and of the full spans of 30 days before it, back to the oldest order. Spans without an
 * order are left out of the median: one order with a date far ahead would put many of them before itself.
 */
export function orderTail(purchases: Purchases): OrderTail {
  const { time, opensOrder } = purchases;
  const newest = newestOrder(purchases);
  const windows = Math.floor((newest - oldestOrder(purchases)) / (WINDOW_DAYS * DAY_MS));
  if (!(windows >= 0)) return { recent: 0, usual: null };
  const counts = new Float64Array(windows + 1);
  for (let i = 0; i < time.length; i++) {
    const window = Math.floor((newest - time[i]!) / (WINDOW_DAYS * DAY_MS));
    counts[window]! += opensOrder[i]!;
  }
  // The last count is of an unfinished span, the first is the tail itself.
  const before = counts
    .subarray(1, windows)
    .filter((count) => count > 0)
    .sort();
  const middle = before.length / 2;
  const usual =
    before.length < LEAST_WINDOWS ? null : (before[Math.ceil(middle) - 1]! + before[Math.floor(middle)]!) / 2;
  return { recent: counts[0]!, usual };
}
