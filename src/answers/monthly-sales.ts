import { cohortCells, monthNumber, monthOf } from "./cohort-cells";

/** The orders of a calendar month. Money in the file's currency. */
export interface MonthSales {
  /** `2011-03` */
  readonly month: string;
  /** From customers whose first order was in this month, and from earlier ones. */
  readonly newRevenue: number;
  readonly returningRevenue: number;
  /** Customers with an order in the month. */
  readonly customers: number;
  /** The file ends during this month. */
  readonly unfinished: boolean;
}

/**
 * The months of a model folder's retention triangle, `cohorts.csv`, in order: each cell holds what one month's
 * newcomers spent that many months later. Throws a RangeError if a column is missing.
 */
export function monthlySales(csv: string): MonthSales[] {
  const months = new Map<string, { -readonly [K in keyof MonthSales]: MonthSales[K] }>();
  for (const { cohort, monthsSince, customers, revenue, unfinished } of cohortCells(csv)) {
    const month = monthOf(monthNumber(cohort) + monthsSince);
    const sum = months.get(month) ?? {
      month,
      newRevenue: 0,
      returningRevenue: 0,
      customers: 0,
      unfinished: false,
    };
    if (monthsSince === 0) sum.newRevenue += revenue;
    else sum.returningRevenue += revenue;
    sum.customers += customers;
    sum.unfinished ||= unfinished === true;
    months.set(month, sum);
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}
