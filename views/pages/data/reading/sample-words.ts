import type { Warning } from "../../../../src/transactions/cleaning-report";
import type { Format } from "../../../format";

/** A row that something is said of: its number, and where one cell is to blame, that cell as the file has it. */
export function sampleWords(sample: Warning["samples"][number], format: Format): string {
  const { row, column, value, sheet, file } = sample;
  // 0: no row in particular.
  const place = [file, sheet, row === 0 ? undefined : `row ${format.count(row)}`];
  const where = place.filter((part) => part !== undefined).join(", ");
  if (column === undefined) return where;
  if (where === "") return `${column}: ${JSON.stringify(value)}`;
  // The texts of the first cells of a kind alone are remembered: one that is not known need not be empty.
  if (value === undefined) return `${where}, ${column}`;
  return `${where}, ${column}: ${value === "" ? "empty" : JSON.stringify(value)}`;
}
