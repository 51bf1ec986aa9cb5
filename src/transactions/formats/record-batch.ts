import type { RecordFields, RecordSink } from "../records";
import { newRecordFields } from "../records";

/** Rows and bytes at which a batch is handed over; the row that reaches a limit is still in it. */
const batchRows = 8192;
const batchBytes = 1 << 20;

/** Records of one width in two buffers, so that threads can pass them on without copying. */
export interface RecordBatch {
  readonly width: number;
  /** Row number of the first record; the others follow one by one. */
  readonly firstRow: number;
  readonly rows: number;
  /** The fields of all records, one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** End of each field in `bytes`, row-major, rows × width; a field starts where the one before ends. */
  readonly ends: Int32Array<ArrayBuffer>;
}

/** Packs records with consecutive row numbers and exactly `width` fields into batches. */
export class BatchWriter implements RecordSink {
  #bytes = new Uint8Array(batchBytes);
  #used = 0;
  #ends: Int32Array<ArrayBuffer>;
  #rows = 0;
  #firstRow = 0;

  constructor(readonly width: number) {
    this.#ends = new Int32Array(batchRows * width);
  }

  columns(): void {}

  record({ bytes, starts, ends, row }: RecordFields): boolean {
    if (this.#rows === 0) this.#firstRow = row;
    const at = this.#rows * this.width;
    for (let i = 0; i < this.width; i++) {
      const from = starts[i]!;
      const to = ends[i]!;
      if (this.#used + to - from > this.#bytes.length) this.#grow(to - from);
      for (let j = from; j < to; j++) this.#bytes[this.#used++] = bytes[j]!;
      this.#ends[at + i] = this.#used;
    }
    this.#rows++;
    return true;
  }

  /** Whether the batch is as large as batches should be. */
  get isFull(): boolean {
    return this.#rows === batchRows || this.#used >= batchBytes >> 1;
  }

  get isEmpty(): boolean {
    return this.#rows === 0;
  }

  /** The batch so far; the writer starts a new one in new buffers. */
  take(): RecordBatch {
    const { width } = this;
    const batch = {
      width,
      firstRow: this.#firstRow,
      rows: this.#rows,
      bytes: this.#bytes.slice(0, this.#used),
      ends: this.#ends.slice(0, this.#rows * width),
    };
    this.#used = 0;
    this.#rows = 0;
    return batch;
  }

  #grow(needed: number): void {
    const grown = new Uint8Array((this.#used + needed) * 2);
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
  }
}

/** Hands the records of a batch to a sink; false once it has enough. */
export function sendBatch({ width, firstRow, rows, bytes, ends }: RecordBatch, sink: RecordSink): boolean {
  const fields = newRecordFields(width);
  fields.bytes = bytes;
  fields.count = width;
  let start = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) {
      fields.starts[i] = start;
      start = ends[row * width + i]!;
      fields.ends[i] = start;
    }
    fields.row = firstRow + row;
    if (!sink.record(fields)) return false;
  }
  return true;
}
