import type { DropReason } from "../cleaning-report";

/** The reasons in the order in which they are asked: a row has the first that applies. */
export const dropReasons = [
  "malformed_row",
  "missing_customer",
  "unreadable_date",
  "unreadable_number",
  "cancelled_order",
  "non_positive_quantity",
  "non_positive_price",
  "duplicate_row",
] as const satisfies readonly DropReason[];

/** What a reason means and what becomes of its rows. */
export const reasonMeanings: Record<DropReason, string> = {
  malformed_row: "The row has another number of fields than the header, or text after a closing quote.",
  missing_customer: "The row names no customer, so nothing can be learnt about one from it.",
  unreadable_date: "The order's date is missing, no date, or not one in the column's order of day and month.",
  unreadable_number: "The quantity or the price is missing, no number, or beyond a million million.",
  cancelled_order:
    "The order is a cancellation (its id begins with C and a digit). Lines with a negative quantity are kept as returns.",
  non_positive_quantity: "The quantity is zero or negative. Negative ones are kept as returns.",
  non_positive_price: "The price is zero or negative: a gift, a correction or a write-off, not a purchase.",
  duplicate_row: "The row is equal in all its fields to an earlier one, which is kept.",
};

/** A row's verdict, a byte: 0 is kept, else 1 + the index of its reason, plus `returned` where it is remembered. */
export const kept = 0;
export const returned = 0x80;

/** The verdict's byte for a reason. */
export function verdictOf(reason: DropReason): number {
  return 1 + dropReasons.indexOf(reason);
}
