/** A column of a file: its name and the cell of each row; null is an empty cell. */
export type CsvColumn = readonly [name: string, cell: (row: number) => Cell];

type Cell = string | number | boolean | null;

const CHUNK_BYTES = 256 * 1024;
const NEEDS_QUOTES = /[",\n\r]/;
const [COMMA, NEW_LINE] = [44, 10];

/**
 * A CSV file with a header, chunk by chunk. The whole is never one string: a string has an end, which some millions of
 * customers reach.
 */
export function* csvChunks(columns: readonly CsvColumn[], rows: number): Generator<Uint8Array<ArrayBuffer>> {
  const bytes = new Bytes();
  columns.forEach(([name], j) => {
    bytes.cell(name, j === 0);
  });
  bytes.endLine();
  const cells = columns.map(([, cell]) => cell);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < cells.length; j++) bytes.cell(cells[j]!(row), j === 0);
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

  get isFull(): boolean {
    return this.#used >= CHUNK_BYTES;
  }

  cell(value: Cell, isFirst: boolean): void {
    if (!isFirst) this.#buffer[this.#used++] = COMMA;
    if (value === null) return;
    const text = typeof value === "string" ? value : `${value}`;
    const hasQuotes = typeof value === "string" && NEEDS_QUOTES.test(text);
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

  #put(text: string): void {
    // A character takes at most three bytes; one stays for what separates cells.
    const needed = this.#used + 3 * text.length + 1;
    if (needed >= this.#buffer.length) {
      const larger = new Uint8Array(2 * needed);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
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
