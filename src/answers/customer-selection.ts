import type { Advice } from "../models/contact/advice";
import { frequencyMonetaryScore } from "../models/segments/rfm-groups";
import type { CustomerTable } from "./customer-table";
import { monthBounds, type Orders } from "./orders";
import { type AudienceFilter, audienceRows } from "./select";

/** Selects customers: the bounds of an export, and those that only a page can set. */
export interface CustomerFilter extends AudienceFilter {
  /** A part of the id, the name or the address, in any case. */
  readonly q?: string | undefined;
  /** Month of the first order, `2011-03`. */
  readonly cohort?: string | undefined;
  /** A month with an order. */
  readonly active_month?: string | undefined;
  /** The last order is at most this many days old. */
  readonly max_recency?: number | undefined;
  /** A row and a column of the RFM map: 1 to 5, where 5 is best. */
  readonly r_score?: number | undefined;
  readonly fm_score?: number | undefined;
}

/**
 * The rows of the customer table that the filter matches, ascending. A filter by month matches nobody if the orders are
 * unknown (null).
 */
export function selectCustomers(
  customers: CustomerTable,
  filter: CustomerFilter,
  orders: Orders | null,
  advice: Advice,
): Int32Array {
  const rows = audienceRows(customers, filter, advice).slice();
  const { q, cohort, active_month: active, max_recency: days } = filter;
  let count = rows.length;
  const keep = (test: (row: number) => boolean) => {
    let kept = 0;
    for (let i = 0; i < count; i++) if (test(rows[i]!)) rows[kept++] = rows[i]!;
    count = kept;
  };
  if (q !== undefined) {
    keep(customers.people.holds(q));
  }
  if (days !== undefined) {
    const recency = customers.numbers("recency_days");
    keep((row) => recency[row]! <= days);
  }
  if (filter.r_score !== undefined) {
    const score = customers.numbers("r_score");
    keep((row) => score[row] === filter.r_score);
  }
  if (filter.fm_score !== undefined) {
    const [orders, spend] = ["f_score", "m_score"].map((name) => customers.numbers(name));
    keep((row) => frequencyMonetaryScore(orders![row]!, spend![row]!) === filter.fm_score);
  }
  if (cohort !== undefined) {
    const bounds = monthBounds(cohort);
    const first = bounds && orders?.firstBetween(...bounds);
    keep((row) => first?.[row] === 1);
  }
  if (active !== undefined) {
    const bounds = monthBounds(active);
    const inMonth = bounds && orders?.activeBetween(...bounds);
    keep((row) => inMonth?.[row] === 1);
  }
  return rows.subarray(0, count);
}

/** Sums over the chosen rows, without unknown values. */
export interface SelectionSums {
  readonly customers: number;
  readonly orders: number;
  readonly spend: number;
  readonly expectedSpend: number;
  /** Σ probability of leaving: the expected number of leavers. */
  readonly expectedLeavers: number;
}

export function sumSelection(customers: CustomerTable, rows: Int32Array): SelectionSums {
  const sum = (name: string) => {
    const values = customers.numbers(name);
    let total = 0;
    for (let i = 0; i < rows.length; i++) {
      const value = values[rows[i]!]!;
      if (!Number.isNaN(value)) total += value;
    }
    return total;
  };
  return {
    customers: rows.length,
    orders: sum("frequency"),
    spend: sum("monetary"),
    expectedSpend: sum("ltv_estimate"),
    expectedLeavers: sum("churn_probability"),
  };
}
