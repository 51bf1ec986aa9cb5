import { type Column, Type } from "@uwdata/flechette";

/** What a batch of texts is read from: UTF-8 bytes, and where each text begins and the last one ends. */
interface TextBatch {
  readonly length: number;
  readonly nullCount: number;
  readonly values: Uint8Array;
  readonly offsets: Int32Array;
  isValid(row: number): boolean;
}

/**
 * A column of plain texts as the bytes in the file, so that millions of them can be looked through without a string for
 * each. `seek` a row, then read `bytes` from `from` to `to`.
 */
export class ArrowTexts {
  bytes: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  #batch = 0;

  private constructor(
    /** One after the other. */
    readonly batches: readonly TextBatch[],
    private readonly starts: Int32Array,
  ) {}

  /** Null for a column that is no plain text, such as one with a dictionary. */
  static of(column: unknown): ArrowTexts | null {
    const { type, data, offsets } = column as Partial<Column<unknown>>;
    if (type?.typeId !== Type.Utf8 || !data || !offsets) return null;
    return new ArrowTexts(data as unknown as TextBatch[], offsets as Int32Array);
  }

  get rows(): number {
    return this.starts.at(-1)!;
  }

  /** Whether both are at the same text. */
  equals({ bytes, from, to }: Pick<ArrowTexts, "bytes" | "from" | "to">): boolean {
    const length = to - from;
    if (this.to - this.from !== length) return false;
    for (let i = 0; i < length; i++) if (this.bytes[this.from + i] !== bytes[from + i]) return false;
    return true;
  }

  /** Whether the text has this byte. */
  has(byte: number): boolean {
    for (let i = this.from; i < this.to; i++) if (this.bytes[i] === byte) return true;
    return false;
  }

  /** Goes to a row, quickest in ascending order; false if it has no text. */
  seek(row: number): boolean {
    const { starts, batches } = this;
    if (row < starts[this.#batch]!) this.#batch = 0;
    while (row >= starts[this.#batch + 1]!) this.#batch++;
    const batch = batches[this.#batch]!;
    const place = row - starts[this.#batch]!;
    this.bytes = batch.values;
    this.from = batch.offsets[place]!;
    this.to = batch.offsets[place + 1]!;
    return batch.nullCount === 0 || batch.isValid(place);
  }
}
