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

/** Adds up the outlook of customers who come in parts, in their order. */
export class NextOrderTotals {
  #hasCurves = false;
  #customers = 0;
  readonly #within = WITHIN_DAYS.map(() => 0);
  #dated = 0;
  #rhythmic = 0;
  #overdue = 0;
  #overdueValue = 0;

  add({ curves, lateness, overdueValue }: CustomerOutlook): void {
    this.#customers += overdueValue.length;
    if (curves) {
      this.#hasCurves = true;
      WITHIN_DAYS.forEach((days, i) => {
        for (const none of noOrderWithin(curves, days)) this.#within[i]! += 1 - none;
      });
      this.#dated += expectedDays(curves).filter(Number.isFinite).length;
    }
    for (let row = 0; row < overdueValue.length; row++) {
      if (!Number.isNaN(lateness.silenceProbability[row]!)) this.#rhythmic++;
      if (!(lateness.daysOverdue[row]! > 0)) continue;
      this.#overdue++;
      if (overdueValue[row]! > 0) this.#overdueValue += overdueValue[row]!;
    }
  }

  get summary(): NextOrderSummary {
    return {
      customers: this.#customers,
      within: this.#hasCurves ? WITHIN_DAYS.map((days, i) => ({ days, customers: this.#within[i]! })) : [],
      dated: this.#dated,
      datedDays: DATED_DAYS,
      rhythmic: this.#rhythmic,
      overdue: this.#overdue,
      overdueValue: this.#overdueValue,
    };
  }
}
