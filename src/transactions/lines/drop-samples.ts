import type { DroppedRows, DropReason } from "../cleaning-report";
import { valueColumn } from "../mapping";
import { samplesShown } from "./cell-samples";
import type { FileAccounts } from "./file-lines";
import type { JudgedRow } from "./judge";
import type { OrderRows } from "./order-rows";
import { reasonOf, verdictOf } from "./verdict";

type Sample = DroppedRows["samples"][number];

/** What the samples need from a file. `lateRows`: rows judged after the others. */
type Judged = Pick<FileAccounts, "rows" | "firsts" | "lateRows" | "orderNumbers" | "statuses">;

/** The first rows with a reason and, if one cell is to blame, that raw cell. */
export function samplesOf(file: Judged, reason: DropReason): Sample[] {
  const { rows, lateRows: late } = file;
  if (reason === "malformed_row") return rows.malformedRows.slice(0, samplesShown).map(malformedSample);
  if (reason === "duplicate_row") return rowsAlone(late.duplicate);
  const samples = file.firsts[verdictOf(reason)]!.map((row) => sampleOf(file, reason, row));
  if (reason === "refunded_order" && samples.length === 0) return rowsAlone(late.refunded);
  return samples;
}

function rowsAlone(rows: readonly number[]): Sample[] {
  return rows.map((row) => ({ row }));
}

function malformedSample({ row, fields }: { row: number; fields: number }): Sample {
  return { row, value: fields < 0 ? "text after a closing quote" : `${fields} fields` };
}

function sampleOf(file: Judged, reason: DropReason, judged: JudgedRow): Sample {
  const { rows } = file;
  const { mapping } = rows.plan;
  const { row } = judged;
  const priceColumn = valueColumn(mapping);
  const sample = (column: string | undefined, value: string | undefined): Sample => ({
    row,
    ...(column === undefined ? {} : { column }),
    ...(value === undefined || value === "" ? {} : { value }),
  });
  const currency = wordOf(rows, "currency", judged);
  switch (reason) {
    case "missing_customer":
    case "guest_order":
      return { row, column: mapping.customer_id };
    case "unreadable_date":
    case "date_out_of_place":
      return sample(mapping.order_datetime, rows.dateSamples.get(row));
    case "unreadable_number":
      return judged.hasQuantity
        ? sample(priceColumn, rows.priceSamples.get(row))
        : sample(mapping.quantity, rows.quantitySamples.get(row));
    case "not_goods":
    case "not_a_purchase":
    case "return_row":
    case "unpaid_order":
    case "refunded_order":
    case "cancelled_order": {
      const role = sayingSo(file, reason, judged);
      if (role !== undefined) return sample(mapping[role], wordOf(rows, role, judged));
      if (reason === "not_goods") return sample(mapping.product_id, rows.products.text(judged.product));
      if (reason === "cancelled_order")
        return sample(
          mapping.order_id,
          (judged.order < 0 ? null : file.orderNumbers.text(judged.order)) ?? undefined,
        );
      return sample(mapping.refund, undefined);
    }
    case "other_currency":
      return mapping.currency === undefined
        ? sample(priceColumn, rows.priceSamples.get(row))
        : sample(mapping.currency, currency);
    case "non_positive_quantity":
      return mapping.quantity === undefined || rows.quantitiesBelow.get(row) === undefined
        ? sample(priceColumn, rows.pricesBelow.get(row))
        : sample(mapping.quantity, rows.quantitiesBelow.get(row));
    default:
      return sample(priceColumn, rows.pricesBelow.get(row));
  }
}

/** The column whose word decided the row's verdict, if any. */
function sayingSo(
  { rows, statuses }: Judged,
  reason: DropReason,
  judged: JudgedRow,
): "row_type" | "status" | "payment_status" | "cancelled_at" | "test_order" | undefined {
  const { mapping } = rows.plan;
  const saying = (["row_type", "status", "payment_status"] as const).find((role) => {
    const word = wordOf(rows, role, judged);
    return statuses.some(
      ({ column, value, meaning }) =>
        column === mapping[role] && value === word && reasonOf(meaning) === reason,
    );
  });
  if (saying !== undefined) return saying;
  if (reason === "not_a_purchase") return rows.words.test_order === undefined ? undefined : "test_order";
  return wordOf(rows, "cancelled_at", judged) ? "cancelled_at" : undefined;
}

function wordOf(
  rows: OrderRows,
  role: "status" | "payment_status" | "row_type" | "cancelled_at" | "test_order" | "currency",
  judged: JudgedRow,
): string | undefined {
  return rows.words[role]?.text(judged.words[role]!);
}
