import { decodeText } from "./bytes/text-decoding";
import {
  copyOfRecord,
  type PlainRecords,
  type RecordFields,
  type RecordSink,
  type RestOfTable,
  type TextPart,
} from "./records";

/** The values of a column, row by row, in the first rows of a table. */
export type ColumnSample = (column: number) => readonly string[];

/** Takes the rows of a table once its columns are understood. */
interface RowConsumer {
  add(fields: RecordFields): void;
  plainRows?(delimiter: number, maxRecordBytes: number): PlainRecords | null;
  rest?(part: TextPart): RestOfTable | null;
}

/** How much is held back: up to this many rows or bytes. */
interface HoldBounds {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Holds back the first rows of a table until there are enough to tell what its columns mean, then hands over the held
 * rows and each one that follows. So a table is read once, whatever its format.
 */
export class HeldBackRows implements RecordSink {
  /** Names as in the file; null until the reader supplies them. */
  header: readonly string[] | null = null;
  readonly #held: RecordFields[] = [];
  #heldBytes = 0;
  #consumer: RowConsumer | null = null;

  /** `start` is called once, with the header and a sample of each column, when a bound is reached or the table ends. */
  constructor(
    readonly bounds: HoldBounds,
    readonly start: (header: readonly string[], sample: ColumnSample) => RowConsumer,
  ) {}

  columns(names: readonly string[]): void {
    this.header = names;
  }

  record(fields: RecordFields): boolean {
    if (this.#consumer !== null) {
      this.#consumer.add(fields);
      return true;
    }
    const held = copyOfRecord(fields);
    this.#held.push(held);
    this.#heldBytes += held.bytes.length;
    if (this.#held.length >= this.bounds.rows || this.#heldBytes >= this.bounds.bytes) this.#release();
    return true;
  }

  plainRecords(delimiter: number, maxRecordBytes: number): PlainRecords | null {
    return this.#consumer?.plainRows?.(delimiter, maxRecordBytes) ?? null;
  }

  rest(part: TextPart): RestOfTable | null {
    return this.#consumer?.rest?.(part) ?? null;
  }

  /** Call when the table is read: hands over what is still held. */
  end(): void {
    if (this.#consumer === null && this.header !== null) this.#release();
  }

  #release(): void {
    const header = this.header!;
    const consumer = this.start(header, (column) => this.#values(column, header.length));
    this.#consumer = consumer;
    for (const held of this.#held) consumer.add(held);
    this.#held.length = 0;
  }

  /** The values of a column in the rows with as many fields as the header. */
  #values(column: number, width: number): string[] {
    const values: string[] = [];
    for (const { bytes, starts, ends, count, malformed } of this.#held)
      if (!malformed && count === width) values.push(decodeText(bytes, starts[column]!, ends[column]!));
    return values;
  }
}
