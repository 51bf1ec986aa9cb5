import { dayNumber } from "../time";
import type { Purchases } from "./purchases";

/** Fewer gaps than this show no rhythm: a customer has one from four purchase days on. */
export const LEAST_GAPS = 3;

/** The gaps between purchase days (UTC) of customers, one element each. */
export interface GapRhythm {
  /** The middle one of the customer's gaps, of two the lower, days; NaN with fewer than three gaps. */
  readonly usualGapDays: Float64Array;
  /** The longest and the shortest gap, in usual gaps; NaN likewise. */
  readonly longest: Float64Array;
  readonly shortest: Float64Array;
  /** Whole days from the last purchase day to the cutoff's. */
  readonly silentDays: Float64Array;
  /** Every gap of the customers with a usual one, in that customer's usual gaps, rising. */
  readonly pooled: Float64Array;
}

/** The rhythm of `customers` (indexes; each has an entry at or before `cutoff`). Nothing after the cutoff is read. */
export function gapRhythm({ start, time }: Purchases, customers: Int32Array, cutoff: number): GapRhythm {
  const rows = customers.length;
  const unknown = () => new Float64Array(rows).fill(NaN);
  const rhythm = { usualGapDays: unknown(), longest: unknown(), shortest: unknown() };
  const silentDays = new Float64Array(rows);
  const pooled: number[] = [];
  for (let row = 0; row < rows; row++) {
    const first = start[customers[row]!]!;
    const end = start[customers[row]! + 1]!;
    const gaps: number[] = [];
    let day = dayNumber(time[first]!);
    for (let i = first; i < end && time[i]! <= cutoff; i++) {
      const today = dayNumber(time[i]!);
      if (today !== day) gaps.push(today - day);
      day = today;
    }
    silentDays[row] = dayNumber(cutoff) - day;
    if (gaps.length < LEAST_GAPS) continue;
    gaps.sort((a, b) => a - b);
    const usual = gaps[(gaps.length - 1) >> 1]!;
    rhythm.usualGapDays[row] = usual;
    rhythm.shortest[row] = gaps[0]! / usual;
    rhythm.longest[row] = gaps.at(-1)! / usual;
    for (const gap of gaps) pooled.push(gap / usual);
  }
  return { ...rhythm, silentDays, pooled: Float64Array.from(pooled).sort() };
}
