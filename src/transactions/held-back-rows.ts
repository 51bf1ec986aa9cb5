import { decodeText } from "./bytes/text-decoding";
import { newRecordFields, type RecordFields, type RecordSink } from "./records";

interface HeldRow {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
  readonly row: number;
  readonly malformed: boolean;
}

/** Takes the rows of a table once it is known what its columns mean. */
export type RowConsumer = (fields: RecordFields) => void;

/**
 * Holds back the first rows of a table until there are enough of them to tell what its columns mean, then hands over
 * all, first the held ones and then each as it comes. So a table is read once, whatever its format.
 */
export class HeldBackRows implements RecordSink {
  /** Names as the file writes them; null before the reader gave them. */
  header: readonly string[] | null = null;
  readonly #held: HeldRow[] = [];
  #consumer: RowConsumer | null = null;

  /** `start` is called once, when `rows` rows are held or the table ends, with the header and a sample by column. */
  constructor(
    readonly rows: number,
    readonly start: (header: readonly string[], sample: string[][]) => RowConsumer,
  ) {}

  columns(names: readonly string[]): void {
    this.header = names;
  }

  record(fields: RecordFields): boolean {
    if (this.#consumer !== null) {
      this.#consumer(fields);
      return true;
    }
    this.#hold(fields);
    if (this.#held.length >= this.rows) this.#release();
    return true;
  }

  /** To be called when the table is read: hands over what is still held. */
  end(): void {
    if (this.#consumer === null && this.header !== null) this.#release();
  }

  #hold({ bytes, starts, ends, count, row, malformed }: RecordFields): void {
    const fields = Math.min(count, starts.length);
    let from = bytes.length;
    let to = 0;
    for (let i = 0; i < fields; i++) {
      from = Math.min(from, starts[i]!);
      to = Math.max(to, ends[i]!);
    }
    this.#held.push({
      // Not `slice`: a Buffer's does not copy, and the reader goes on writing to its bytes.
      bytes: Uint8Array.from(bytes.subarray(Math.min(from, to), to)),
      starts: starts.slice(0, fields).map((start) => start - from),
      ends: ends.slice(0, fields).map((end) => end - from),
      count,
      row,
      malformed,
    });
  }

  #release(): void {
    const header = this.header!;
    const consumer = this.start(header, this.#sample(header.length));
    this.#consumer = consumer;
    for (const held of this.#held) {
      const fields = newRecordFields(0);
      consumer({ ...fields, ...held });
    }
    this.#held.length = 0;
  }

  /** The values of each column in the rows that have as many fields as the header. */
  #sample(width: number): string[][] {
    const columns = Array.from({ length: width }, (): string[] => []);
    for (const { bytes, starts, ends, count } of this.#held) {
      if (count !== width) continue;
      for (let i = 0; i < width; i++) columns[i]!.push(decodeText(bytes, starts[i]!, ends[i]!));
    }
    return columns;
  }
}
