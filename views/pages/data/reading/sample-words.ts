import type { Warning } from "../../../../src/transactions/cleaning-report";
import type { Format } from "../../../format";

/** A row that something is said of: its number, and where one cell is to blame, that cell as the file has it. */
export function sampleWords({ row, column, value }: Warning["samples"][number], format: Format): string {
  const where = `row ${format.count(row)}`;
  if (column === undefined) return where;
  // The texts of the first cells of a kind alone are remembered: one that is not known need not be empty.
  if (value === undefined) return `${where}, ${column}`;
  return `${where}, ${column}: ${value === "" ? "empty" : JSON.stringify(value)}`;
}
