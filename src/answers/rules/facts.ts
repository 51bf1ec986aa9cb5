import type { Advice } from "../../models/contact/advice";
import type { CustomerTable } from "../customer-table";
import type { History } from "../history";

/** What rules are answered from: an open model, its advice on somebody's terms, and its files as `needsOfRule` says. */
export interface RuleFacts {
  readonly customers: CustomerTable;
  readonly advice: Advice;
  readonly history: History;
}
