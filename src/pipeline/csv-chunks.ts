import { putSingle, putWhole } from "./number-text";

/**
 * A column of a file: its name and the cell of each row; null is an empty cell. Numbers of a `single` column were
 * rounded to float32 and are written with as many decimals as that takes.
 */
export type CsvColumn = readonly [
  name: string,
  cell: (row: number) => Cell,
  precision?: "single" | undefined,
];

type Cell = string | number | boolean | null;

const CHUNK_BYTES = 256 * 1024;
const NUMBER_BYTES = 24;
const NEW_LINE = 10;
/** What may stand between cells. */
export type Delimiter = keyof typeof NEEDS_QUOTES;
const NEEDS_QUOTES = { ",": /[",\n\r]/, ";": /[";\n\r]/, "\t": /["\t\n\r]/ } as const;

/**
 * A CSV file with a header, chunk by chunk. The whole is never one string: a string has an end, which some millions of
 * customers reach. Of a file in parts, `from` is the first row of this one and `rows` the row after its last; the first
 * part has the header.
 */
export function* csvChunks(
  columns: readonly CsvColumn[],
  rows: number,
  delimiter: Delimiter = ",",
  from = 0,
): Generator<Uint8Array<ArrayBuffer>> {
  const bytes = new Bytes(delimiter);
  if (from === 0) {
    columns.forEach(([name], j) => {
      bytes.cell(name, j === 0, false);
    });
    bytes.endLine();
  }
  const cells = columns.map(([, cell]) => cell);
  const single = columns.map(([, , precision]) => precision === "single");
  for (let row = from; row < rows; row++) {
    for (let j = 0; j < cells.length; j++) bytes.cell(cells[j]!(row), j === 0, single[j]!);
    bytes.endLine();
    if (bytes.isFull) yield bytes.take();
  }
  yield bytes.take();
}

/**
 * Written character by character: half a million rows put together from strings would leave a gigabyte of them for the
 * garbage collector.
 */
class Bytes {
  #buffer = new Uint8Array(2 * CHUNK_BYTES);
  #used = 0;
  readonly #encoder = new TextEncoder();
  readonly #delimiter: number;
  readonly #needsQuotes: RegExp;

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#needsQuotes = NEEDS_QUOTES[delimiter];
  }

  get isFull(): boolean {
    return this.#used >= CHUNK_BYTES;
  }

  cell(value: Cell, isFirst: boolean, isSingle: boolean): void {
    if (!isFirst) this.#buffer[this.#used++] = this.#delimiter;
    if (value === null || (typeof value === "number" && this.#number(value, isSingle))) return;
    const text = typeof value === "string" ? value : `${value}`;
    const hasQuotes = typeof value === "string" && this.#needsQuotes.test(text);
    this.#put(hasQuotes ? `"${text.replaceAll('"', '""')}"` : text);
  }

  endLine(): void {
    this.#buffer[this.#used++] = NEW_LINE;
  }

  /** What was written since the last time. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#buffer.slice(0, this.#used);
    this.#used = 0;
    return taken;
  }

  /** Whether the number is one of those that need no string. */
  #number(value: number, isSingle: boolean): boolean {
    this.#reserve(NUMBER_BYTES);
    let end = putWhole(value, this.#buffer, this.#used);
    if (end < 0 && isSingle) end = putSingle(value, this.#buffer, this.#used);
    if (end >= 0) this.#used = end;
    return end >= 0;
  }

  /** Makes place for so many bytes and for what separates cells. */
  #reserve(bytes: number): void {
    const needed = this.#used + bytes + 1;
    if (needed < this.#buffer.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(this.#buffer);
    this.#buffer = larger;
  }

  #put(text: string): void {
    // A character takes at most three bytes.
    this.#reserve(3 * text.length);
    const buffer = this.#buffer;
    const start = this.#used;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) {
        this.#used = start + this.#encoder.encodeInto(text, buffer.subarray(start)).written;
        return;
      }
      buffer[start + i] = code;
    }
    this.#used = start + text.length;
  }
}
