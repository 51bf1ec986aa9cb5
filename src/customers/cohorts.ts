import { DAY_MS, dayNumber } from "../time";
import type { Purchases } from "./purchases";

/** One cell of the retention triangle. */
export interface CohortCell {
  /** Month of the cohort's first order, `2010-12`. */
  readonly cohort: string;
  /** Whole calendar months after it; 0 is the month itself. */
  readonly monthsSince: number;
  /** Customers of the cohort with an order in that month. */
  readonly customers: number;
  /** What they spent in it. */
  readonly revenue: number;
  /** Share of the cohort, 0 to 1. */
  readonly retention: number;
  /** Whether the data ends within that month, before its last day: then the cell is not final. */
  readonly unfinished: boolean;
}

/**
 * The retention triangle: customers by the calendar month (UTC) of their first order and by the months since.
 * Cells are ordered by cohort, then month; a month without customers has no cell. `newestOrder` (ms) closes the data.
 */
export function retentionTriangle(counts: CohortCounts, newestOrder: number): CohortCell[] {
  const cells = [...counts.values()].sort((a, b) => a.cohort - b.cohort || a.monthsSince - b.monthsSince);
  const sizes = new Map(
    cells.filter((cell) => cell.monthsSince === 0).map((cell) => [cell.cohort, cell.customers]),
  );
  const lastMonth = monthNumber(newestOrder);
  const goesOn = monthNumber(newestOrder + DAY_MS) === lastMonth;
  return cells.map((cell) => ({
    cohort: monthName(cell.cohort),
    monthsSince: cell.monthsSince,
    customers: cell.customers,
    revenue: cell.revenue,
    retention: cell.customers / sizes.get(cell.cohort)!,
    unfinished: goesOn && cell.cohort + cell.monthsSince === lastMonth,
  }));
}

/** The cells with anybody in them; `cohort` is a month number. */
export type CohortCounts = Map<
  number,
  { readonly cohort: number; readonly monthsSince: number; customers: number; revenue: number }
>;

/** Counts customers, who may be a part of a shop's, into the cells that are `found` so far. */
export function countCohorts(
  { customers, start, time, value }: Purchases,
  found: CohortCounts = new Map(),
): CohortCounts {
  const monthOf = monthByDay();
  for (let c = 0; c < customers; c++) {
    let [cohort, last] = [-1, -1];
    for (let i = start[c]!; i < start[c + 1]!; i++) {
      const month = monthOf(time[i]!);
      if (cohort < 0) cohort = month;
      const key = cohort * MOST_MONTHS + month;
      let cell = found.get(key);
      if (!cell) {
        cell = { cohort, monthsSince: month - cohort, customers: 0, revenue: 0 };
        found.set(key, cell);
      }
      if (month !== last) cell.customers++;
      cell.revenue += value[i]!;
      last = month;
    }
  }
  return found;
}

/** More than there are until the year 9999. */
const MOST_MONTHS = 2 ** 17;

/** `monthNumber` that looks at each day once. */
function monthByDay(): (timeMs: number) => number {
  const known = new Map<number, number>();
  return (timeMs) => {
    const day = dayNumber(timeMs);
    let month = known.get(day);
    if (month === undefined) {
      month = monthNumber(timeMs);
      known.set(day, month);
    }
    return month;
  };
}

/** Months since January of year 0. */
function monthNumber(timeMs: number): number {
  const date = new Date(timeMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthName(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
}
