import type { DroppedRows, DropReason } from "../cleaning-report";
import type { OrderRows } from "./order-rows";
import type { RowBlock } from "./row-block";
import { returned, verdictOf } from "./verdict";

const samplesPerReason = 5;

type Sample = DroppedRows["samples"][number];

/** The first rows with a reason and, where one cell is to blame, that cell. `duplicateRows`: rows of the file. */
export function samplesOf(rows: OrderRows, reason: DropReason, duplicateRows: Int32Array): Sample[] {
  if (reason === "malformed_row") return rows.malformedRows.slice(0, samplesPerReason).map(malformedSample);
  if (reason === "duplicate_row")
    return Array.from(duplicateRows.subarray(0, samplesPerReason), (row) => ({ row }));
  const samples: Sample[] = [];
  const wanted = verdictOf(reason);
  for (const block of rows.blocks) {
    for (let i = 0; i < block.length; i++) {
      if ((block.verdict[i]! & ~returned) !== wanted) continue;
      samples.push(sampleOf(rows, reason, block, i));
      if (samples.length === samplesPerReason) return samples;
    }
  }
  return samples;
}

function malformedSample({ row, fields }: { row: number; fields: number }): Sample {
  return { row, value: fields < 0 ? "text after a closing quote" : `${fields} fields` };
}

function sampleOf(rows: OrderRows, reason: DropReason, block: RowBlock, i: number): Sample {
  const { mapping } = rows.plan;
  const row = block.row[i]!;
  const priceColumn = mapping.unit_price ?? mapping.order_total;
  const sample = (column: string | undefined, value: string | undefined): Sample => ({
    row,
    ...(column === undefined ? {} : { column }),
    ...(value === undefined ? {} : { value }),
  });
  switch (reason) {
    case "missing_customer":
      return sample(mapping.customer_id, rows.customers.text(block.customer[i]!));
    case "unreadable_date":
      return sample(mapping.order_datetime, rows.dateSamples.get(row));
    case "unreadable_number":
      return Number.isNaN(block.quantity[i])
        ? sample(mapping.quantity, rows.quantitySamples.get(row))
        : sample(priceColumn, rows.priceSamples.get(row));
    case "cancelled_order":
      return sample(mapping.order_id, rows.orders.text(block.order[i]!));
    case "non_positive_quantity":
      return sample(mapping.quantity ?? priceColumn, String(block.quantity[i]));
    default:
      return sample(priceColumn, String(block.price[i]));
  }
}
