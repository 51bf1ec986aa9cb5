import { decodeText } from "../bytes/text-decoding";
import type { CellWriter } from "./cell-writer";
import { findHeader, headerWindow, looksLikeData } from "./header-search";
import type { CellTarget } from "./xlsx-sheet";

/** After this many bytes of text, the header is chosen among fewer rows. */
const windowBytes = 1 << 20;

/** A table that begins in a sheet. */
export interface SheetTable {
  /** Trimmed, without trailing empty columns. */
  readonly names: readonly string[];
  /** Number of the header's row in the sheet. */
  readonly headerRow: number;
  /** The rows above it that are not empty. */
  readonly titles: readonly { row: number; cells: readonly string[] }[];
  /** Whether some of the first rows hold a date, as orders do and lists of products or people rarely do. */
  readonly hasDates: boolean;
}

/** Keeps the first rows of a sheet to see whether a table begins there. */
export class SheetHead implements CellTarget {
  readonly #rows: { row: number; cells: string[] }[] = [];
  #bytes = 0;
  #row = 0;
  #cells: string[] = [];

  begin(row: number): void {
    this.#row = row;
    this.#cells = [];
  }

  text(column: number, text: string): void {
    while (this.#cells.length <= column) this.#cells.push("");
    this.#cells[column] = text.trim();
    this.#bytes += text.length;
  }

  bytes(column: number, bytes: Uint8Array, start: number, end: number): void {
    this.text(column, decodeText(bytes, start, end));
  }

  send(): boolean {
    this.#rows.push({ row: this.#row, cells: this.#cells });
    return this.#rows.length < headerWindow && this.#bytes < windowBytes;
  }

  /** The table that begins in these rows; null if none of them is a header of two columns or more. */
  table(): SheetTable | null {
    const at = findHeader(this.#rows.map(({ cells }) => cells));
    if (at < 0) return null;
    const { row: headerRow, cells } = this.#rows[at]!;
    if (looksLikeData(cells) || cells.filter((cell) => cell !== "").length < 2) return null;
    const below = this.#rows.slice(at + 1).map((row) => row.cells);
    return {
      names: withUnnamed(cells, below),
      headerRow,
      titles: this.#rows.slice(0, at),
      hasDates: below.some((row) => row.some((cell) => /^\d{1,4}([-./])\d{1,2}\1\d{1,4}\b/.test(cell))),
    };
  }
}

/** The names, with empty ones for unnamed columns at the end that most rows fill. */
function withUnnamed(names: readonly string[], below: readonly (readonly string[])[]): readonly string[] {
  const isFilled = (column: number) =>
    below.filter((cells) => (cells[column] ?? "") !== "").length * 2 > below.length;
  const out = [...names.slice(0, names.findLastIndex((name) => name !== "") + 1)];
  while (isFilled(out.length)) out.push("");
  return out;
}

/** What sheets with the same columns share, whatever the column order. */
export function columnsKey(names: readonly string[]): string {
  return JSON.stringify(names.map(comparable).sort());
}

/** For each column of `names`, the `target` column of the same name; of several, the first free one. */
export function columnsIn(target: readonly string[], names: readonly string[]): Int32Array {
  const free = target.map(comparable);
  return Int32Array.from(names, (name) => {
    const at = free.indexOf(comparable(name));
    delete free[at];
    return at;
  });
}

function comparable(name: string): string {
  return name.toLowerCase().replace(/\s+/g, " ");
}

/** Writes the rows of a sheet below its header. */
export class SheetRows implements CellTarget {
  #isBelow = false;
  #hasMore = false;

  /** `columns`: where each of the sheet's columns goes. `firstRow`: the offset to the sheet's row numbers. */
  constructor(
    readonly writer: CellWriter,
    readonly headerRow: number,
    readonly columns: Int32Array,
    readonly firstRow: number,
  ) {}

  begin(row: number): void {
    this.#isBelow = row > this.headerRow;
    this.#hasMore = false;
    if (this.#isBelow) this.writer.begin(this.firstRow + row);
  }

  text(column: number, text: string): void {
    if (!this.#isBelow) return;
    if (column < this.columns.length) this.writer.text(this.columns[column]!, text);
    else this.#hasMore ||= text.trim() !== "";
  }

  bytes(column: number, bytes: Uint8Array, start: number, end: number): void {
    if (!this.#isBelow) return;
    if (column < this.columns.length) this.writer.bytes(this.columns[column]!, bytes, start, end);
    else this.text(column, decodeText(bytes, start, end));
  }

  send(): boolean {
    return !this.#isBelow || this.writer.send(this.#hasMore ? 1 : 0);
  }
}
