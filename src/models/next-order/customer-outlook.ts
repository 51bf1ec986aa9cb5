import type { FeatureTable } from "../../customers/feature-table";
import type { SpendBasis } from "../../customers/net-spend";
import { DAY_MS, isoDay } from "../../time";
import { type ContactTerms, contactProfit, rhythmCeiling, valueIfKept } from "../contact/action-value";
import type { Snapshot } from "../snapshot";
import { anchorCurves, expectedDays, type NextOrderCurves, noOrderWithin } from "./next-order-curve";
import { type Lateness, latenessOf } from "./next-order-overdue";

/** What is expected of a customer, with the probability of leaving and the expected spend behind it. */
export interface CustomerOutlook {
  /** Bent to the churn probability; null if curves could not be learned. */
  readonly curves: NextOrderCurves | null;
  readonly lateness: Lateness;
  /** P(no order within the spend horizon). */
  readonly noOrder: Float64Array;
  readonly valueIfKept: Float64Array;
  /** Expected profit of a contact. */
  readonly contactProfit: Float64Array;
  /** (1 − silence probability) × probability of no order × value if kept, for overdue customers; 0 for others. */
  readonly overdueValue: Float64Array;
}

/** The horizons of the probabilities and the spend. */
export interface Horizons {
  readonly churnDays: number;
  readonly spendDays: number;
}

/**
 * The outlook of the customers of a snapshot. `churn` is P(no order within churnDays), `spend` the expected spend over
 * spendDays, net of returns; NaN if unknown. Everything derives from these two and the curve between them, so no number
 * contradicts another. `lateness` is that of the snapshot.
 */
export function customerOutlook(
  { table, btyd }: Snapshot,
  shapes: NextOrderCurves | null,
  churn: Float64Array,
  spend: Float64Array,
  { churnDays, spendDays }: Horizons,
  terms: ContactTerms,
  lateness: Lateness = latenessOf(btyd),
): CustomerOutlook {
  const isKnown = churn.some((probability) => !Number.isNaN(probability));
  const curves = shapes && isKnown ? anchorCurves(shapes, churnDays, churn) : shapes;
  // Without a curve, leaving within the churn horizon has to do; for a longer spend horizon it is the more cautious
  // choice.
  const noOrder = curves ? noOrderWithin(curves, spendDays) : churn;
  const kept = keptValues(table, lateness, noOrder, spend, spendDays);
  return {
    curves,
    lateness,
    noOrder,
    valueIfKept: kept,
    contactProfit: kept.map((value, i) => contactProfit(noOrder[i]!, value, terms)),
    overdueValue: kept.map((value, i) =>
      lateness.daysOverdue[i]! > 0 ? (1 - lateness.silenceProbability[i]!) * noOrder[i]! * value : 0 * value,
    ),
  };
}

/** Expected spend less what customers usually send back, if it was forecast as paid. */
export function netOf(spend: Float64Array, { columns }: FeatureTable, basis: SpendBasis): Float64Array {
  return basis === "net" ? spend : spend.map((value, i) => (1 - columns.return_rate![i]!) * value);
}

/** What each customer keeps of their spend over the horizon if they order at all; `spend` is net of returns. */
export function keptValues(
  { columns, rows }: FeatureTable,
  { ordersPerDay }: Pick<Lateness, "ordersPerDay">,
  noOrder: Float64Array,
  spend: Float64Array,
  spendDays: number,
): Float64Array {
  const out = new Float64Array(rows);
  const returned = columns.return_rate!;
  for (let i = 0; i < rows; i++) {
    const plain = columns.frequency![i]! / Math.max(columns.tenure_days![i]!, spendDays);
    const rate = Number.isNaN(ordersPerDay[i]!) ? plain : ordersPerDay[i]!;
    const order = (1 - returned[i]!) * columns.avg_basket_value![i]!;
    out[i] = valueIfKept(spend[i]!, noOrder[i]!, rhythmCeiling(order, rate, spendDays));
    // Customers who have sent everything back are expected to keep nothing of the next order either.
    if (returned[i]! >= 1) out[i]! *= 0;
  }
  return out;
}

/**
 * The outlook as columns of the customer table, in wire names. Dates are counted from `asOf`, milliseconds since 1970.
 */
export function outlookColumns(
  { curves, lateness, noOrder, valueIfKept, contactProfit, overdueValue }: CustomerOutlook,
  asOf: number,
): Record<string, Float64Array | string[]> {
  const rows = valueIfKept.length;
  const days = curves ? expectedDays(curves) : new Float64Array(rows).fill(NaN);
  const dates = Array.from(days, (day) => (Number.isFinite(day) ? isoDay(asOf + day * DAY_MS) : ""));
  const told = (curves?.days ?? []).map((day) => [`no_order_${day}d`, noOrderWithin(curves!, day)] as const);
  return {
    next_order_date: dates,
    next_order_days: days.map((day) => (Number.isFinite(day) ? day : NaN)),
    ...Object.fromEntries(told),
    no_order_probability: noOrder,
    usual_gap_days: lateness.usualGapDays,
    silence_probability: lateness.silenceProbability,
    days_overdue: lateness.daysOverdue,
    overdue_value: overdueValue,
    value_if_kept: valueIfKept,
    contact_profit: contactProfit,
  };
}
