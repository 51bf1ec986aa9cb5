import { op, table } from "arquero";
import { DAY_MS } from "../time";
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
  /** Whether the data ends within that month, before its last day, so that the cell is not final. */
  readonly unfinished: boolean;
}

/**
 * The retention triangle: customers by the calendar month (UTC) of their first order and by the months since.
 * Cells are ordered by cohort, then month; a month without customers has no cell. `newestOrder` (ms) closes the data.
 */
export function retentionTriangle(purchases: Purchases, newestOrder: number): CohortCell[] {
  const { customers, start, time, value } = purchases;
  const entries = time.length;
  const owner = new Int32Array(entries);
  const cohort = new Int32Array(entries);
  const monthsSince = new Int32Array(entries);
  for (let c = 0; c < customers; c++) {
    const first = monthNumber(time[start[c]!]!);
    for (let i = start[c]!; i < start[c + 1]!; i++) {
      owner[i] = c;
      cohort[i] = first;
      monthsSince[i] = monthNumber(time[i]!) - first;
    }
  }
  const cells = table({ owner, cohort, monthsSince, value })
    .groupby("cohort", "monthsSince")
    .rollup({
      customers: (d: { owner: number }) => op.distinct(d.owner),
      revenue: (d: { value: number }) => op.sum(d.value),
    })
    .orderby("cohort", "monthsSince")
    .objects() as { cohort: number; monthsSince: number; customers: number; revenue: number }[];
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

/** Months since January of year 0. */
function monthNumber(timeMs: number): number {
  const date = new Date(timeMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthName(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
}
