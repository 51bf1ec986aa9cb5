import type { CustomerOutlook } from "./customer-outlook";
import { DATED_DAYS, expectedDays, noOrderWithin } from "./next-order-curve";

/** How many customers are expected when, and how many are late: for the card and the report. */
export interface NextOrderSummary {
  readonly customers: number;
  /** Σ P(an order within so many days). Empty without curves. */
  readonly within: readonly { readonly days: number; readonly customers: number }[];
  /** Customers with an expected date, at most so many days away. */
  readonly dated: number;
  readonly datedDays: number;
  /** Customers whose lateness could be determined. */
  readonly rhythmic: number;
  readonly overdue: number;
  /** Σ overdue value. */
  readonly overdueValue: number;
}

const WITHIN_DAYS = [7, 30, 90];

export function summariseNextOrders({ curves, lateness, overdueValue }: CustomerOutlook): NextOrderSummary {
  const customers = overdueValue.length;
  const isLate = (row: number) => lateness.daysOverdue[row]! > 0;
  return {
    customers,
    within: curves
      ? WITHIN_DAYS.map((days) => ({ days, customers: sum(noOrderWithin(curves, days).map((p) => 1 - p)) }))
      : [],
    dated: curves ? expectedDays(curves).filter(Number.isFinite).length : 0,
    datedDays: DATED_DAYS,
    rhythmic: lateness.silenceProbability.filter((probability) => !Number.isNaN(probability)).length,
    overdue: overdueValue.reduce((count, _, row) => count + (isLate(row) ? 1 : 0), 0),
    overdueValue: sum(overdueValue.filter((value, row) => isLate(row) && value > 0)),
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
