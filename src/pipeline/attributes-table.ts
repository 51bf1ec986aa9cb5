import { type ColumnTable, table } from "arquero";
import type { AttributeColumn, AttributeKind } from "../transactions/attributes/attribute-kind";

/** A column of a model's attributes, by row of its customers: days as milliseconds since 1970, null if unknown. */
export interface AttributeCells extends AttributeColumn {
  readonly cells: readonly (string | number | boolean | null)[];
}

const KINDS: readonly AttributeKind[] = ["text", "number", "date", "yes_no"];

/**
 * What the shop knows about its customers, a row for each in their order. A column is called by its kind and its name,
 * `date:birthday`: so the file says itself how to read it, and no column has the name of one of ours.
 */
export function attributesTable(
  customers: readonly string[],
  attributes: readonly AttributeCells[],
): ColumnTable {
  const columns = attributes.map(({ kind, name, cells }) => [`${kind}:${name}`, cells]);
  return table({ CustomerID: [...customers], ...Object.fromEntries(columns) });
}

/** The attribute that a column of the file holds; null if it holds none. */
export function attributeOfColumn(column: string): AttributeColumn | null {
  const kind = KINDS.find((known) => column.startsWith(`${known}:`));
  return kind ? { kind, name: column.slice(kind.length + 1) } : null;
}
