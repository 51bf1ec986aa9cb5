import type { Warning } from "../../../../src/transactions/cleaning-report";
import type { Format } from "../../../format";

/** A row that something is said of: its number, and where one cell is to blame, that cell as the file has it. */
export function sampleWords({ row, column, value }: Warning["samples"][number], format: Format): string {
  // 0: no row in particular.
  const where = row === 0 ? "" : `row ${format.count(row)}`;
  if (column === undefined) return where;
  if (row === 0) return `${column}: ${JSON.stringify(value)}`;
  // The texts of the first cells of a kind alone are remembered: one that is not known need not be empty.
  if (value === undefined) return `${where}, ${column}`;
  return `${where}, ${column}: ${value === "" ? "empty" : JSON.stringify(value)}`;
}
