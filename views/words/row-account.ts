import type { CleaningReport, DropReason } from "../../src/transactions/cleaning-report";

/** A part of a file's rows and what became of it. */
export interface RowPart {
  readonly key: "kept" | DropReason;
  readonly label: string;
  readonly rows: number;
  /** Of all rows read, 0 to 1. */
  readonly share: number;
  readonly meaning: string;
  readonly samples: readonly { readonly row: number; readonly column?: string; readonly value?: string }[];
}

const LABELS: Readonly<Record<DropReason, string>> = {
  malformed_row: "Broken rows",
  missing_customer: "No customer",
  unreadable_date: "Unreadable date",
  unreadable_number: "Unreadable number",
  cancelled_order: "Cancelled orders",
  non_positive_quantity: "Quantity of zero or less",
  non_positive_price: "Price of zero or less",
  duplicate_row: "Duplicates",
  replaced_row: "Exported again later",
  not_goods: "Not products",
  not_a_purchase: "Not purchases",
  unpaid_order: "Never paid",
  refunded_order: "Refunded in full",
  guest_order: "Unknown guests",
  date_out_of_place: "Dates far from the rest",
  other_currency: "Other currencies",
  return_row: "Returns",
};

/**
 * The rows of a file by what became of them: those that are kept first, then those left out, the most first. They add
 * up to `rows_read`.
 */
export function accountRows({
  rows_read,
  rows_kept,
  dropped,
}: Pick<CleaningReport, "rows_read" | "rows_kept" | "dropped">): RowPart[] {
  const share = (rows: number) => (rows_read === 0 ? 0 : rows / rows_read);
  const kept: RowPart = {
    key: "kept",
    label: "Used",
    rows: rows_kept,
    share: share(rows_kept),
    meaning: "A purchase with a customer, a date, a quantity and a price.",
    samples: [],
  };
  const left = Object.entries(dropped) as [DropReason, NonNullable<CleaningReport["dropped"][DropReason]>][];
  const parts = left.map(([key, { rows, meaning, samples }]) => ({
    key,
    label: LABELS[key],
    rows,
    share: share(rows),
    meaning,
    samples,
  }));
  return [kept, ...parts.sort((a, b) => b.rows - a.rows)];
}
