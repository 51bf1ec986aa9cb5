import type { ColumnTable } from "arquero";

/** One cell of a column that the table has. For few rows: who needs a whole column asks for that, which is read once. */
export function cellOf(table: ColumnTable, name: string, row: number): string | number | null {
  const column = table.column(name);
  if (!column) throw new RangeError(`the table has no column ${name}`);
  return column.at(row) as string | number | null;
}
