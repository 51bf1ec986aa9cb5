import { basename } from "node:path";
import { decodeText } from "../../src/transactions/bytes/text-decoding";
import { decimalSeparator } from "../../src/transactions/cells/number-kind";
import { type MappingChoice, resolveColumns } from "../../src/transactions/columns/resolve";
import { openTable } from "../../src/transactions/formats/open-table";
import { HeldBackRows } from "../../src/transactions/held-back-rows";
import { defaultReadLimits, detectionBounds } from "../../src/transactions/limits";
import { decideDateOrder } from "../../src/transactions/lines/date-order";
import { resolveCells } from "../../src/transactions/lines/judge";
import { OrderRows } from "../../src/transactions/lines/order-rows";
import { amountRoles, type RowBlock } from "../../src/transactions/lines/row-block";
import { isNobody } from "../../src/transactions/profiles/nobody";
import type { RecordFields } from "../../src/transactions/records";

export interface TypedColumn {
  readonly name: string;
  readonly type: "text" | "number" | "moment" | "day";
}

/** A file as a person imports it into a warehouse: dates and numbers typed as they were read, all else as text. */
export interface TypedTable {
  readonly name: string;
  readonly columns: readonly TypedColumn[];
  /** Numbers as they are, moments and days as milliseconds since 1970, null for an empty or unreadable cell. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Rows that a table cannot hold, since they have more or fewer cells than it has columns. */
  readonly malformed: number;
}

/** Throws the local reader's error for a file whose dates or numbers it cannot read. */
export async function typedTable(path: string, mapping: MappingChoice = {}): Promise<TypedTable> {
  const texts: string[][] = [];
  let order: OrderRows | null = null as OrderRows | null;
  let names: readonly string[] = [];
  const held = new HeldBackRows(detectionBounds, (header, sample) => {
    const rows = new OrderRows(resolveColumns(header, sample, mapping), 1e9, 2 ** 31, null);
    order = rows;
    names = rows.plan.columns;
    return {
      add(fields: RecordFields) {
        rows.add(fields);
        if (!fields.malformed && fields.count === names.length)
          texts.push(names.map((_, i) => decodeText(fields.bytes, fields.starts[i]!, fields.ends[i]!)));
      },
    };
  });
  const table = await openTable(path, defaultReadLimits, () => {});
  await table.read(held);
  held.end();
  order!.end();
  return { name: basename(path), ...typed(order!, texts), malformed: order!.malformed };
}

function typed(rows: OrderRows, texts: readonly (readonly string[])[]): Pick<TypedTable, "columns" | "rows"> {
  const { plan } = rows;
  const { index, mapping } = plan;
  const date = decideDateOrder(rows.dates, rows.runs, mapping.order_datetime, undefined);
  const quantity = decimalSeparator(rows.quantities.counts);
  const price = decimalSeparator(rows.prices.counts);
  resolveCells(rows, {
    date,
    quantityDecimal: quantity ?? price ?? ".",
    priceDecimal: price ?? quantity ?? ".",
  });
  const priceColumn = Math.max(index.unit_price, index.line_total, index.order_total);
  const read: { column: number; type: TypedColumn["type"]; of: (block: RowBlock, i: number) => number }[] = [
    {
      column: index.order_datetime,
      type: rows.dates.precision === 0 ? "day" : "moment",
      of: (block, i) => block.runs.moment[block.run[i]!]!,
    },
  ];
  // A sign or a code beside the amount would be lost in a column of numbers.
  if (rows.prices.units.length === 1)
    read.push({ column: priceColumn, type: "number", of: ({ price: cells }, i) => cells.at(i) });
  if (index.quantity >= 0)
    read.push({ column: index.quantity, type: "number", of: ({ quantity: cells }, i) => cells.at(i) });
  for (const role of amountRoles)
    if (rows.amounts[role]?.units.length === 1)
      read.push({ column: index[role], type: "number", of: (block, i) => block.amounts[role]!.at(i) });
  const out = texts.map((row) => row.map((cell): string | number | null => (cell === "" ? null : cell)));
  const columns = plan.columns.map((name): TypedColumn => ({ name, type: "text" }));
  for (const { column, type, of } of read) {
    const values = [...rows.blocks].flatMap((block) =>
      Array.from({ length: block.length }, (_, i) => of(block, i)),
    );
    const isRead = values.every(
      (value, row) => Number.isFinite(value) || isNobody(texts[row]![column]!.trim()) === "missing",
    );
    columns[column] = { name: plan.columns[column]!, type: isRead ? type : "text" };
    values.forEach((value, row) => {
      // A cast of the whole column would fail: what can be read is written plainly, and the rest stays.
      if (Number.isFinite(value)) out[row]![column] = isRead ? value : plainly(value, type);
      else if (isRead) out[row]![column] = null;
    });
  }
  return { columns, rows: out };
}

function plainly(value: number, type: TypedColumn["type"]): string {
  if (type === "number") return String(value);
  return new Date(value).toISOString().slice(0, type === "day" ? 10 : 23);
}
