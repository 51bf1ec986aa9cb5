import type { Advice } from "../models/contact/advice";
import type { CustomerTable } from "./customer-table";

/** How many of these customers should order anyway, and how many more after a contact; shares, 0 to 1. */
export function expectedShares(
  customers: Pick<CustomerTable, "numbers">,
  { terms }: Pick<Advice, "terms">,
  rows: Int32Array,
): { readonly baseRate: number; readonly lift: number } {
  const churn = customers.numbers("churn_probability");
  let leaving = 0;
  for (let i = 0; i < rows.length; i++) leaving += churn[rows[i]!]! / rows.length;
  return { baseRate: 1 - leaving, lift: terms.successRate * leaving };
}

/** The standard normal quantiles of a two-sided test at 5 % and of a power of 80 %. */
const Z = 1.959963984540054 + 0.8416212335729143;

/**
 * The smallest difference in the share of customers with an order that groups of these sizes show in four of five
 * trials (two-sided test at 5 %): z · √(p(1 − p)(1/n + 1/m)), where `baseRate` p, 0 to 1, is the share that orders
 * anyway (Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 2003, ch. 4). Null without two groups.
 */
export function detectableDifference(baseRate: number, contacts: number, controls: number): number | null {
  if (contacts === 0 || controls === 0 || Number.isNaN(baseRate)) return null;
  return Z * Math.sqrt(baseRate * (1 - baseRate) * (1 / contacts + 1 / controls));
}

/** How many customers it takes to show such a difference if `controlShare` of them, 0 to 1, are left alone. */
export function customersNeeded(baseRate: number, difference: number, controlShare: number): number | null {
  if (!(difference > 0) || !(controlShare > 0)) return null;
  const perCustomer = 1 / (1 - controlShare) + 1 / controlShare;
  return Math.ceil((Z ** 2 * baseRate * (1 - baseRate) * perCustomer) / difference ** 2);
}
