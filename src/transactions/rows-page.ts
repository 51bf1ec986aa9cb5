import { InputError } from "../errors";
import { decodeText } from "./bytes/text-decoding";
import { uniqueNames } from "./columns/unique-names";
import { openTable } from "./formats/open-table";
import { defaultReadLimits } from "./limits";
import type { RecordFields, RecordSink } from "./records";

/** A page is sent as a whole. */
const mostPageCharacters = 2 ** 25;

/** Some rows of a file as they are. */
export interface RowsPage {
  /** Unique column names. */
  readonly columns: readonly string[];
  /** The text of each cell; null for a row that cannot be split into the columns. */
  readonly rows: readonly (readonly string[] | null)[];
  /** Numbers of the rows that are null, as a spreadsheet counts. */
  readonly unreadable: readonly number[];
  /** Data rows seen: all of the file's if it was read to its end. */
  readonly seen: number;
}

/**
 * Reads `limit` data rows of a file after the first `offset`, with the file's own columns; `toEnd` reads on and counts
 * the others. Throws InputError if the file is no table.
 */
export async function readRowsPage(
  path: string,
  { offset, limit, toEnd, signal }: { offset: number; limit: number; toEnd: boolean; signal?: AbortSignal },
): Promise<RowsPage> {
  const source = await openTable(path, defaultReadLimits, () => signal?.throwIfAborted());
  const sink = new PageSink(offset, limit, toEnd);
  await source.read(sink);
  const { rows, unreadable, seen } = sink;
  return { columns: uniqueNames(sink.header).names, rows, unreadable, seen };
}

class PageSink implements RecordSink {
  header: readonly string[] = [];
  readonly rows: (string[] | null)[] = [];
  readonly unreadable: number[] = [];
  seen = 0;
  #characters = 0;

  constructor(
    readonly offset: number,
    readonly limit: number,
    readonly toEnd: boolean,
  ) {}

  columns(names: readonly string[]): void {
    this.header = names;
  }

  record(fields: RecordFields): boolean {
    const place = this.seen++ - this.offset;
    if (place >= 0 && place < this.limit) this.#keep(fields);
    return this.toEnd || place < this.limit - 1;
  }

  #keep({ bytes, starts, ends, count, row, malformed }: RecordFields): void {
    if (malformed || count !== this.header.length) {
      this.rows.push(null);
      this.unreadable.push(row);
      return;
    }
    const cells = Array.from({ length: count }, (_, i) => decodeText(bytes, starts[i]!, ends[i]!));
    this.#characters += cells.reduce((sum, cell) => sum + cell.length, 0);
    if (this.#characters > mostPageCharacters)
      throw new InputError(
        `The rows up to row ${row} have more than ${mostPageCharacters} characters. Ask for fewer rows at a time.`,
      );
    this.rows.push(cells);
  }
}
