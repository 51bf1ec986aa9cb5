import { decodeText } from "./bytes/text-decoding";
import { copyOfRecord, type RecordFields, type RecordSink } from "./records";

/** The values of a column, row by row, in the first rows of a table. */
export type ColumnSample = (column: number) => readonly string[];

/** Takes the rows of a table once it is known what its columns mean. */
type RowConsumer = (fields: RecordFields) => void;

/** How much is held back: until there are so many rows, or so many bytes of them. */
interface HoldBounds {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Holds back the first rows of a table until there are enough of them to tell what its columns mean, then hands over
 * all, first the held ones and then each as it comes. So a table is read once, whatever its format.
 */
export class HeldBackRows implements RecordSink {
  /** Names as the file writes them; null before the reader gave them. */
  header: readonly string[] | null = null;
  readonly #held: RecordFields[] = [];
  #heldBytes = 0;
  #consumer: RowConsumer | null = null;

  /** `start` is called once, when a bound is reached or the table ends, with the header and a sample of each column. */
  constructor(
    readonly bounds: HoldBounds,
    readonly start: (header: readonly string[], sample: ColumnSample) => RowConsumer,
  ) {}

  columns(names: readonly string[]): void {
    this.header = names;
  }

  record(fields: RecordFields): boolean {
    if (this.#consumer !== null) {
      this.#consumer(fields);
      return true;
    }
    const held = copyOfRecord(fields);
    this.#held.push(held);
    this.#heldBytes += held.bytes.length;
    if (this.#held.length >= this.bounds.rows || this.#heldBytes >= this.bounds.bytes) this.#release();
    return true;
  }

  /** To be called when the table is read: hands over what is still held. */
  end(): void {
    if (this.#consumer === null && this.header !== null) this.#release();
  }

  #release(): void {
    const header = this.header!;
    const consumer = this.start(header, (column) => this.#values(column, header.length));
    this.#consumer = consumer;
    for (const held of this.#held) consumer(held);
    this.#held.length = 0;
  }

  /** The values of a column in the rows that have as many fields as the header. */
  #values(column: number, width: number): string[] {
    const values: string[] = [];
    for (const { bytes, starts, ends, count, malformed } of this.#held)
      if (!malformed && count === width) values.push(decodeText(bytes, starts[column]!, ends[column]!));
    return values;
  }
}
