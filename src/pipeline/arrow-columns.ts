import { tableFromIPC } from "@uwdata/flechette";
import { isoDay } from "../time";

/** Days: ISO 8601 text in our tables, empty if missing; timestamps in the file. */
export const DAYS: ReadonlySet<string> = new Set(["next_order_date"]);

/** One column of a table: values by row, or all of them, which is faster than one after the other. */
export interface TableColumn {
  at(row: number): unknown;
  toArray?(): unknown;
}

/** The columns of an Arrow file that `arrowFile` wrote, each read when it is asked for. */
export class ArrowColumns {
  readonly #table;

  constructor(bytes: Uint8Array) {
    // Timestamps as numbers: dates would mean an object per row.
    this.#table = tableFromIPC(bytes, { useDate: false });
  }

  numRows(): number {
    return this.#table.numRows;
  }

  columnNames(): string[] {
    return this.#table.names.map(String);
  }

  column(name: string): TableColumn | undefined {
    const column = this.#table.getChild(name);
    if (!column || !DAYS.has(name)) return column ?? undefined;
    return {
      at: (row) => dayOf(column.at(row)),
      toArray: () => Array.from(column.toArray() as ArrayLike<unknown>, dayOf),
    };
  }
}

/** A day of the file as our tables have it. Early releases wrote text. */
export function dayOf(day: unknown): string {
  return typeof day === "number" ? isoDay(day) : String(day ?? "");
}
