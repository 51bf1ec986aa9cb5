/** A small invented export of one system and what a right reader finds in it. */
export interface ShopExport {
  /** Id of the profile. */
  readonly profile: string;
  readonly text: string;
  /** Null where the file cannot be read, because it names no customers. */
  readonly expected: Figures | null;
}

/** Amounts in the currency that is kept. A figure that a system's file leaves open is left out. */
export interface Figures {
  readonly orders: number;
  readonly customers: number;
  readonly guest_orders?: number;
  readonly revenue: number;
  readonly discounts?: number;
  readonly refunds: number;
  readonly net_revenue: number;
  readonly currency?: string;
}

/**
 * A delimited text. The header and the fields that are filled are separated by bars, and so are the cells of each line;
 * all other cells of the header's columns are empty.
 */
export function table(header: string, fields: string, lines: string, delimiter = ","): string {
  const columns = cells(header);
  const places = cells(fields).map((field) => {
    const place = columns.indexOf(field);
    if (place < 0) throw new RangeError(`The header has no column ${field}`);
    return place;
  });
  const rows = lines
    .trim()
    .split("\n")
    .map((line) => {
      const row: string[] = columns.map(() => "");
      const values = cells(line);
      if (values.length !== places.length) throw new RangeError(`${values.length} cells: ${line}`);
      for (const [at, value] of values.entries()) row[places[at]!] = value;
      return row;
    });
  return `${[columns, ...rows].map((row) => row.map((cell) => quoted(cell, delimiter)).join(delimiter)).join("\n")}\n`;
}

function cells(line: string): string[] {
  return line.split("|").map((cell) => cell.trim());
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
}
