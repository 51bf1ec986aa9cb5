import type { DroppedRows, DropReason } from "../cleaning-report";
import { valueColumn } from "../mapping";
import type { FileLines } from "./file-lines";
import type { OrderRows } from "./order-rows";
import type { RowBlock } from "./row-block";
import { returned, verdictOf } from "./verdict";

const samplesPerReason = 5;

type Sample = DroppedRows["samples"][number];

/** The first rows with a reason and, where one cell is to blame, that cell as it is written. `late`: rows judged after the others. */
export function samplesOf(
  rows: OrderRows,
  reason: DropReason,
  late: FileLines["lateRows"],
  orderTexts: readonly (string | null)[] = [],
): Sample[] {
  if (reason === "malformed_row") return rows.malformedRows.slice(0, samplesPerReason).map(malformedSample);
  if (reason === "duplicate_row") return rowsAlone(late.duplicate);
  const samples: Sample[] = [];
  const wanted = verdictOf(reason);
  for (const block of rows.blocks) {
    for (let i = 0; i < block.length && samples.length < samplesPerReason; i++)
      if ((block.verdict[i]! & ~returned) === wanted)
        samples.push(sampleOf(rows, reason, block, i, orderTexts));
  }
  if (reason === "refunded_order" && samples.length === 0) return rowsAlone(late.refunded);
  return samples;
}

function rowsAlone(rows: readonly number[]): Sample[] {
  return rows.map((row) => ({ row }));
}

function malformedSample({ row, fields }: { row: number; fields: number }): Sample {
  return { row, value: fields < 0 ? "text after a closing quote" : `${fields} fields` };
}

function sampleOf(
  rows: OrderRows,
  reason: DropReason,
  block: RowBlock,
  i: number,
  orderTexts: readonly (string | null)[],
): Sample {
  const { mapping } = rows.plan;
  const row = block.row[i]!;
  const priceColumn = valueColumn(mapping);
  const sample = (column: string | undefined, value: string | undefined): Sample => ({
    row,
    ...(column === undefined ? {} : { column }),
    ...(value === undefined || value === "" ? {} : { value }),
  });
  const word = (role: "status" | "row_type" | "cancelled_at" | "currency") =>
    rows.words[role] === undefined ? undefined : rows.words[role].text(block.words[role]![i]!);
  switch (reason) {
    case "missing_customer":
    case "guest_order":
      return { row, column: mapping.customer_id };
    case "unreadable_date":
      return sample(mapping.order_datetime, rows.dateSamples.get(row));
    case "date_out_of_place":
      return sample(
        mapping.order_datetime,
        rows.dateSamples.get(row) ?? new Date(block.moment[i]!).toISOString(),
      );
    case "unreadable_number":
      return Number.isNaN(block.quantity[i])
        ? sample(mapping.quantity, rows.quantitySamples.get(row))
        : sample(priceColumn, rows.priceSamples.get(row));
    case "not_goods":
    case "not_a_purchase":
    case "return_row":
    case "unpaid_order":
    case "refunded_order": {
      const role = (["row_type", "status", "cancelled_at"] as const).find(
        (one) => mapping[one] !== undefined,
      );
      return role === undefined ? sample(mapping.refund, undefined) : sample(mapping[role], word(role));
    }
    case "cancelled_order":
      if (word("cancelled_at") && mapping.status === undefined)
        return sample(mapping.cancelled_at, word("cancelled_at"));
      return mapping.status === undefined
        ? sample(mapping.order_id, orderTexts[block.order[i]!] ?? undefined)
        : sample(mapping.status, word("status"));
    case "other_currency":
      return mapping.currency === undefined
        ? sample(priceColumn, rows.priceSamples.get(row))
        : sample(mapping.currency, word("currency"));
    case "non_positive_quantity":
      return sample(
        mapping.quantity ?? priceColumn,
        rows.quantitySamples.get(row) ?? String(block.quantity[i]),
      );
    default:
      return sample(priceColumn, rows.priceSamples.get(row) ?? String(signedPrice(block, i)));
  }
}

/** The price as it was: a negative one was turned into a return. */
function signedPrice({ quantity, price }: RowBlock, i: number): number {
  return quantity[i]! < 0 ? -price[i]! : price[i]!;
}
