import type { ColumnTable } from "arquero";
import { csvChunks } from "./csv-chunks";
import { harmless } from "./harmless-text";

/**
 * Our table as CSV, chunk by chunk: unknown numbers are empty, and no text is a formula. Columns in `single` hold
 * float32 numbers. Of a file in parts, `from` is the first row of this one.
 */
export function csv(
  table: ColumnTable,
  columns = table.columnNames(),
  single: ReadonlySet<string> = new Set(),
  from = 0,
): Iterable<Uint8Array> {
  const cellsOf = (name: string) => {
    const column = table.column(name)!;
    return (row: number) => {
      const value = column.at(row - from) as string | number | boolean | null | undefined;
      if (typeof value === "string") return harmless(value);
      return value === undefined || Number.isNaN(value) ? null : value;
    };
  };
  return csvChunks(
    columns.map((name) => [name, cellsOf(name), single.has(name) ? "single" : undefined]),
    from + table.numRows(),
    ",",
    from,
  );
}
