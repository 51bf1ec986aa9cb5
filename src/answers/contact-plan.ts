import { type ContactTerms, checkContactTerms } from "../models/contact/action-value";
import { customerGains } from "../models/contact/gain";
import { type ProfitLadder, profitLadder } from "./audience";
import type { CustomerTable } from "./customer-table";
import { rankedRows } from "./ranked-rows";

/** A customer worth contacting. */
export interface PlannedContact {
  readonly customerId: string;
  /** P(no order within the spend horizon). */
  readonly noOrder: number;
  readonly valueIfKept: number;
  readonly expectedProfit: number;
}

/** The customers worth contacting on given terms, and the expected profit. */
export interface ContactPlan {
  readonly ladder: ProfitLadder;
  /** Best first; only customers with a positive expected profit, at most as many as requested. */
  readonly contacts: readonly PlannedContact[];
}

/** The plan for terms that may differ from the training's. Throws a UserError for impossible terms. */
export function planContacts(customers: CustomerTable, terms: ContactTerms, most = Infinity): ContactPlan {
  checkContactTerms(terms);
  const noOrder = customers.numbers("no_order_probability");
  const kept = customers.numbers("value_if_kept");
  const profit = customerGains({ noOrder, valueIfKept: kept }, terms);
  const ladder = profitLadder(profit);
  const best = rankedRows(customers.everyone, profit, true, 0, Math.min(most, ladder.best.customers));
  const contacts = Array.from(best, (row) => ({
    customerId: customers.id(row),
    noOrder: noOrder[row]!,
    valueIfKept: kept[row]!,
    expectedProfit: profit[row]!,
  }));
  return { ladder, contacts };
}
