import { InputError } from "../../errors";
import type { ReadLimits } from "../limits";
import { newRecordFields, type RecordFields, type RecordSink } from "../records";

const encoder = new TextEncoder();

/** Turns cells that hold values instead of text into records of UTF-8 bytes, for the same sink as CSV. */
export class CellWriter {
  readonly #fields: RecordFields;
  #scratch = new Uint8Array(1 << 14);
  #used = 0;

  /** `width`: number of columns. */
  constructor(
    readonly width: number,
    readonly limits: Pick<ReadLimits, "maxRecordBytes">,
    readonly sink: RecordSink,
  ) {
    this.#fields = newRecordFields(width);
  }

  /** Begins a row with all cells empty. `row`: its number in the file. */
  begin(row: number): void {
    this.#fields.row = row;
    this.#used = 0;
    this.#fields.starts.fill(0);
    this.#fields.ends.fill(0);
  }

  /** Writes the text of a cell, 0 ≤ column < width. Throws InputError if the row becomes too long. */
  text(column: number, value: string): void {
    const needed = this.#used + value.length * 3;
    if (needed > this.#scratch.length) this.#grow(needed);
    const { written } = encoder.encodeInto(value, this.#scratch.subarray(this.#used));
    this.#fields.starts[column] = this.#used;
    this.#used += written;
    this.#fields.ends[column] = this.#used;
  }

  /** Writes a cell that is UTF-8 already: `bytes[start, end)`. */
  bytes(column: number, bytes: Uint8Array, start: number, end: number): void {
    const needed = this.#used + end - start;
    if (needed > this.#scratch.length) this.#grow(needed);
    this.#fields.starts[column] = this.#used;
    for (let i = start; i < end; i++) this.#scratch[this.#used++] = bytes[i]!;
    this.#fields.ends[column] = this.#used;
  }

  /** Hands the row to the sink; false once it has enough. `extra`: cells beyond the columns. */
  send(extra = 0): boolean {
    this.#fields.bytes = this.#scratch;
    this.#fields.count = this.width + extra;
    return this.sink.record(this.#fields);
  }

  #grow(needed: number): void {
    if (this.#used > this.limits.maxRecordBytes || needed > this.limits.maxRecordBytes * 3)
      throw new InputError(
        `Row ${this.#fields.row} is longer than ${this.limits.maxRecordBytes} bytes, the limit for a row.`,
      );
    const grown = new Uint8Array(needed * 2);
    grown.set(this.#scratch.subarray(0, this.#used));
    this.#scratch = grown;
  }
}
