import { DAY_MS } from "../time";
import type { FeatureTable } from "./feature-table";
import { newestOrder } from "./labels";
import type { Purchases } from "./purchases";

/** When each customer of a feature table ordered next, one element a row. */
interface NextOrderTimes {
  /** Days from the cutoff to the first order after it; Infinity where none came while it was watched. */
  readonly event: Float64Array;
  /** Days that were watched: the same for all. */
  readonly watched: Float64Array;
}

/**
 * How long after its cutoff each customer of `table` ordered next, watched until `until` (milliseconds since 1970). Throws a
 * RangeError unless cutoff < until ≤ newest order: what lies after the newest order was watched by nobody.
 */
export function nextOrderTimes(purchases: Purchases, table: FeatureTable, until: number): NextOrderTimes {
  const { cutoff, rows, customer } = table;
  if (!(until > cutoff && until <= newestOrder(purchases))) {
    throw new RangeError("next orders are watched from after the cutoff until the newest order at most");
  }
  const { start, time } = purchases;
  const event = new Float64Array(rows).fill(Infinity);
  const watched = new Float64Array(rows).fill((until - cutoff) / DAY_MS);
  for (let row = 0; row < rows; row++) {
    const end = start[customer[row]! + 1]!;
    let i = start[customer[row]!]!;
    while (i < end && time[i]! <= cutoff) i++;
    if (i < end && time[i]! <= until) event[row] = (time[i]! - cutoff) / DAY_MS;
  }
  return { event, watched };
}
