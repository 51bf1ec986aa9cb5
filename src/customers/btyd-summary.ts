import { DAY_MS, dayNumber } from "../time";
import type { Purchases } from "./purchases";

/**
 * What the buy-till-you-die models need to know of each customer, one row a row of the feature table of the same
 * cutoff: purchase *days*, because two orders of one day are one decision to come.
 */
export interface BtydSummary {
  /** Repeat purchase days: distinct days − 1. */
  readonly x: Float64Array;
  /** Days from the first to the last purchase day. */
  readonly txDays: Float64Array;
  /** Days from the first purchase day to the snapshot, the day after the cutoff's: at least 1. */
  readonly ageDays: Float64Array;
  /** Mean spend of a repeat purchase day (the first day is left out); 0 where x = 0. */
  readonly meanValue: Float64Array;
}

/** The summary of `customers` (indexes; each has an entry at or before `cutoff`), calendar days of UTC. */
export function btydSummary(purchases: Purchases, customers: Int32Array, cutoff: number): BtydSummary {
  const { start, time, value } = purchases;
  const x = new Float64Array(customers.length);
  const txDays = new Float64Array(customers.length);
  const ageDays = new Float64Array(customers.length);
  const meanValue = new Float64Array(customers.length);
  const snapshotDay = dayNumber(cutoff) + 1;
  for (let row = 0; row < customers.length; row++) {
    const first = start[customers[row]!]!;
    const end = start[customers[row]! + 1]!;
    const firstDay = dayNumber(time[first]!);
    let day = firstDay;
    let repeatSpend = 0;
    for (let i = first; i < end && time[i]! <= cutoff; i++) {
      const today = Math.floor(time[i]! / DAY_MS);
      if (today !== day) {
        x[row]!++;
        day = today;
      }
      if (today !== firstDay) repeatSpend += value[i]!;
    }
    txDays[row] = day - firstDay;
    ageDays[row] = snapshotDay - firstDay;
    meanValue[row] = x[row]! > 0 ? repeatSpend / x[row]! : 0;
  }
  return { x, txDays, ageDays, meanValue };
}
