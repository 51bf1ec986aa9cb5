import { type DataType, tableFromIPC } from "@uwdata/flechette";
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
  readonly #columns = new Map<string, TableColumn>();

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

  /** How the file keeps a column: its type, and how many rows have no value. */
  kept(name: string): { readonly type: DataType; readonly nullCount: number } {
    const { type, nullCount } = this.#table.getChild(name)!;
    return { type, nullCount };
  }

  /** A column of moments, in milliseconds since 1970. Throws a RangeError if there is none of this name. */
  moments(name: string): Float64Array {
    const column = this.#table.getChild(name);
    if (!column) throw new RangeError(`the table has no column ${name}`);
    if (!column.data.every(({ values, nullCount }) => values instanceof BigInt64Array && nullCount === 0))
      return Float64Array.from(column.toArray() as ArrayLike<number>);
    const moments = new Float64Array(column.length);
    let row = 0;
    for (const { values, length } of column.data) {
      // In halves: a big integer a row takes many times as long.
      const { buffer, byteOffset } = values as BigInt64Array;
      const halves = new Int32Array(buffer, byteOffset, 2 * length);
      for (let i = 0; i < length; i++) moments[row++] = halves[2 * i + 1]! * 2 ** 32 + (halves[2 * i]! >>> 0);
    }
    return moments;
  }

  column(name: string): TableColumn | undefined {
    let column = this.#columns.get(name);
    if (!column) {
      column = this.#read(name);
      if (column) this.#columns.set(name, column);
    }
    return column;
  }

  #read(name: string): TableColumn | undefined {
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
