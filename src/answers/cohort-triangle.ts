import { cohortCells, monthNumber, monthOf, type ToldCell } from "./cohort-cells";

/** A cell of the triangle. */
export interface TriangleCell {
  /** The calendar month of the orders, `2011-03`. */
  readonly month: string;
  readonly customers: number;
  /** Share of the cohort, 0 to 1. */
  readonly retention: number;
  readonly revenue: number;
  /** The data ends during that month. */
  readonly isUnfinished: boolean;
}

/** Customers whose first order was in the same month. */
export interface CohortRow {
  /** `2010-12` */
  readonly cohort: string;
  readonly customers: number;
  /** By whole months since; as many as the data covers. */
  readonly cells: readonly TriangleCell[];
}

export interface CohortTriangle {
  /** Oldest first. */
  readonly cohorts: readonly CohortRow[];
  /**
   * Retention by months since, over all cohorts that have finished that month, weighted by customers; null if none has.
   */
  readonly average: readonly (number | null)[];
}

/**
 * The triangle of `cohorts.csv`. A month without customers has no line in the file and an empty cell here. `lastMonth`:
 * `2011-12`.
 */
export function readTriangle(csv: string, lastMonth: string): CohortTriangle {
  const told = cohortCells(csv);
  const found = new Map<string, ToldCell[]>();
  for (const cell of told) {
    const row = found.get(cell.cohort) ?? [];
    found.set(cell.cohort, row);
    row[cell.monthsSince] = cell;
  }
  const last = monthNumber(lastMonth);
  const isLastOver = told.every(({ unfinished }) => unfinished === false);
  const cohorts = [...found.keys()].sort().map((cohort): CohortRow => {
    const known = found.get(cohort)!;
    const first = monthNumber(cohort);
    const size = known[0]!.customers;
    const cells = Array.from({ length: last - first + 1 }, (_, since) => {
      const { customers, revenue } = known[since] ?? { customers: 0, revenue: 0 };
      return {
        month: monthOf(first + since),
        customers,
        retention: customers / size,
        revenue,
        isUnfinished: !isLastOver && first + since === last,
      };
    });
    return { cohort, customers: size, cells };
  });
  return { cohorts, average: averageRetention(cohorts) };
}

/** Up to `most` of the newest cohorts until `until`, none before `since`, and their places in the whole triangle. */
export function triangleWindow(
  { cohorts }: CohortTriangle,
  until: string | undefined,
  most: number,
  since = "",
): { readonly triangle: CohortTriangle; readonly from: number; readonly to: number } {
  const to = cohorts.findLastIndex(({ cohort }) => !until || cohort <= until) + 1;
  const first = cohorts.findIndex(({ cohort }) => cohort >= since);
  const from = Math.max(first < 0 ? to : first, to - most);
  const shown = cohorts.slice(from, to).map((row) => ({ ...row, cells: row.cells.slice(0, most + 1) }));
  return { triangle: { cohorts: shown, average: averageRetention(shown) }, from, to };
}

/** By months since, over the cohorts that have finished that month. */
function averageRetention(cohorts: readonly CohortRow[]): (number | null)[] {
  const longest = Math.max(0, ...cohorts.map(({ cells }) => cells.length));
  return Array.from({ length: longest }, (_, since) => {
    const finished = cohorts.filter(({ cells }) => cells[since] && !cells[since].isUnfinished);
    if (finished.length === 0) return null;
    const all = finished.reduce((sum, { customers }) => sum + customers, 0);
    return finished.reduce((sum, { cells }) => sum + cells[since]!.customers, 0) / all;
  });
}
