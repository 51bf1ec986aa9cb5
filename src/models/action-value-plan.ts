import type { ColumnTable } from "arquero";
import { type ContactTerms, checkContactTerms, contactProfit } from "./action-value";
import { type ProfitCurve, profitCurve } from "./action-value-curve";

/** A customer who is worth a contact. */
export interface PlannedContact {
  readonly customerId: string;
  /** P(no order within the spend horizon). */
  readonly noOrder: number;
  readonly valueIfKept: number;
  readonly expectedProfit: number;
}

/** Whom to contact on given terms, and the expected profit. */
export interface ContactPlan {
  readonly terms: ContactTerms;
  readonly curve: ProfitCurve;
  /** Best first: customers with a positive expected profit, no more than asked for. */
  readonly contacts: readonly PlannedContact[];
}

/**
 * The plan for a table of scored customers (`customers.arrow`: columns `CustomerID, no_order_probability,
 * value_if_kept`), for terms that may differ from the training's. Throws a UserError if a term is invalid.
 */
export function planContacts(customers: ColumnTable, terms: ContactTerms, most = Infinity): ContactPlan {
  checkContactTerms(terms);
  const ids = customers.array("CustomerID") as ArrayLike<string>;
  const noOrder = customers.array("no_order_probability") as ArrayLike<number>;
  const kept = customers.array("value_if_kept") as ArrayLike<number>;
  const profit = Float64Array.from({ length: customers.numRows() }, (_, row) =>
    contactProfit(noOrder[row]!, kept[row]!, terms),
  );
  const curve = profitCurve(profit);
  const contacts = Array.from(curve.order.subarray(0, Math.min(most, curve.best.customers)), (row) => ({
    customerId: ids[row]!,
    noOrder: noOrder[row]!,
    valueIfKept: kept[row]!,
    expectedProfit: profit[row]!,
  }));
  return { terms, curve, contacts };
}
