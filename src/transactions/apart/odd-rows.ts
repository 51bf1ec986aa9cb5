import { newRecordFields, type RecordFields } from "../records";

/** Rows that were read apart and must be read again, as arrays that a thread can hand to another. */
export interface OddRowList {
  readonly length: number;
  /** Five words a row: its index, row number, number of fields, whether it is malformed, and its last field here. */
  readonly rows: Int32Array<ArrayBuffer>;
  /** Where each field begins and ends. */
  readonly spans: Int32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const WORDS = 5;

/** Collects copies of records. */
export class OddRows {
  #rows = new Int32Array(WORDS << 10);
  #spans = new Int32Array(1 << 14);
  #bytes = new Uint8Array(1 << 17);
  #length = 0;
  #fields = 0;
  #used = 0;

  /** Bytes of all cells. */
  get sizeBytes(): number {
    return this.#used;
  }

  /** `index`: where the row belongs. */
  add(index: number, { bytes, starts, ends, count, row, malformed }: RecordFields): void {
    const known = malformed ? 0 : Math.min(count, starts.length);
    if (WORDS * (this.#length + 1) > this.#rows.length) this.#rows = grown(this.#rows, 2);
    while (2 * (this.#fields + known) > this.#spans.length) this.#spans = grown(this.#spans, 2);
    for (let i = 0; i < known; i++) {
      const size = ends[i]! - starts[i]!;
      if (this.#used + size > this.#bytes.length)
        this.#bytes = grown(this.#bytes, 2 + size / this.#bytes.length);
      this.#bytes.set(bytes.subarray(starts[i]!, ends[i]!), this.#used);
      this.#spans[2 * this.#fields] = this.#used;
      this.#used += size;
      this.#spans[2 * this.#fields + 1] = this.#used;
      this.#fields++;
    }
    this.#rows.set([index, row, count, malformed ? 1 : 0, this.#fields], WORDS * this.#length++);
  }

  list(): OddRowList {
    return {
      length: this.#length,
      rows: this.#rows.slice(0, WORDS * this.#length),
      spans: this.#spans.slice(0, 2 * this.#fields),
      bytes: this.#bytes.slice(0, this.#used),
    };
  }
}

function grown<T extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(array: T, times: number): T {
  const larger = new (array.constructor as new (length: number) => T)(Math.ceil(array.length * times));
  larger.set(array);
  return larger;
}

/** Visits the records with the index each was added with, in that order. `width`: most fields of a record. */
export function forEachOddRow(
  { length, rows, spans, bytes }: OddRowList,
  width: number,
  visit: (index: number, fields: RecordFields) => void,
): void {
  const fields = newRecordFields(width);
  fields.bytes = bytes;
  let at = 0;
  for (let k = 0; k < length; k++) {
    const [index, row, count, malformed, last] = rows.subarray(WORDS * k, WORDS * (k + 1));
    for (let i = 0; at < last!; at++, i++) {
      if (i >= width) continue;
      fields.starts[i] = spans[2 * at]!;
      fields.ends[i] = spans[2 * at + 1]!;
    }
    fields.row = row!;
    fields.count = count!;
    fields.malformed = malformed === 1;
    visit(index!, fields);
  }
}
