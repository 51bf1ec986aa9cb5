import type { DropReason } from "../cleaning-report";
import type { Meaning } from "../profiles/profile";

/** The reasons in the order in which they are asked: a row has the first that applies. */
export const dropReasons = [
  "malformed_row",
  "replaced_row",
  "not_goods",
  "not_a_purchase",
  "cancelled_order",
  "unpaid_order",
  "refunded_order",
  "missing_customer",
  "guest_order",
  "unreadable_date",
  "date_out_of_place",
  "unreadable_number",
  "other_currency",
  "return_row",
  "non_positive_quantity",
  "non_positive_price",
  "duplicate_row",
] as const satisfies readonly DropReason[];

/** What a reason means and what becomes of its rows. */
export const reasonMeanings: Record<DropReason, string> = {
  malformed_row: "The row has more or fewer fields than the header, or text after a closing quote.",
  replaced_row: "A later export has this order again, and the later version counts.",
  not_goods: "The row is no item: shipping, a fee, a payment, or the sum of other rows.",
  not_a_purchase: "The row is no purchase: a page view, a cart, a draft or a quotation.",
  cancelled_order:
    "The order was cancelled. Lines of a cancellation with a negative quantity are kept as returns.",
  unpaid_order: "The order was never paid: the payment failed or is still awaited.",
  refunded_order: "The whole order was refunded.",
  missing_customer: "The row names no customer, so there is nobody to learn about.",
  guest_order:
    "A guest placed the order and left nothing to be recognised by. Its revenue counts, but there is nobody to learn about.",
  unreadable_date:
    "The order's date is missing, is not a date, or contradicts the column's order of day and month.",
  date_out_of_place: "The date lies far from all others and was taken for a mistake.",
  unreadable_number: "The quantity or the price is missing, is not a number, or is above a million million.",
  other_currency: "The amount is in another currency, and no exchange rate is known for it.",
  return_row: "The row gives money back. It is kept as a return.",
  non_positive_quantity: "The quantity is zero or negative. Negative ones are kept as returns.",
  non_positive_price: "The price is zero or negative. Negative ones are kept as returns.",
  duplicate_row: "The row repeats an earlier one in all its fields, and that one is kept.",
};

/** A row's verdict, a byte: 0 is kept, else 1 + the index of its reason, plus `returned` where it is remembered. */
export const kept = 0;
export const returned = 0x80;

/** The verdict's byte for a reason. */
export function verdictOf(reason: DropReason): number {
  return 1 + dropReasons.indexOf(reason);
}

/** Why a row with that status or of that kind is no purchase; null where it may be one. */
export function reasonOf(meaning: Meaning): DropReason | null {
  switch (meaning) {
    case "sale":
      return null;
    case "return":
      return "return_row";
    case "cancelled":
      return "cancelled_order";
    case "failed":
    case "unpaid":
      return "unpaid_order";
    case "refunded":
      return "refunded_order";
    case "draft":
    case "browsing":
      return "not_a_purchase";
    case "not_goods":
      return "not_goods";
  }
}
