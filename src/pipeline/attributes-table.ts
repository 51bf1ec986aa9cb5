import { type ColumnTable, table } from "arquero";
import type { AttributeCells } from "../transactions/attributes/attribute-kind";
import { columnOfAttribute } from "./attribute-columns";

/** What the shop knows about its customers, a row for each in their order. */
export function attributesTable(
  customers: readonly string[],
  attributes: readonly AttributeCells[],
): ColumnTable {
  const columns = attributes.map(({ cells, ...column }) => [columnOfAttribute(column), cells]);
  return table({ CustomerID: [...customers], ...Object.fromEntries(columns) });
}
