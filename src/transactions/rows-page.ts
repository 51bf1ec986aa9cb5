import { decodeText } from "./bytes/text-decoding";
import { uniqueNames } from "./columns/unique-names";
import { openTable } from "./formats/open-table";
import { defaultReadLimits } from "./limits";
import type { RecordFields, RecordSink } from "./records";

/** Some rows of a file as they stand in it. */
interface RowsPage {
  /** Column names, made unique. */
  readonly columns: readonly string[];
  /** The text of each cell, a cell a column; null for a row that cannot be told apart into the columns. */
  readonly rows: readonly (readonly string[] | null)[];
  /** Numbers of the rows that are null, as a spreadsheet counts. */
  readonly unreadable: readonly number[];
  /** Data rows that were seen: all of the file's where it was read to its end. */
  readonly seen: number;
}

/**
 * Reads `limit` data rows of a file behind the first `offset`, with the file's own columns; `toEnd` reads on and counts the others. Throws
 * InputError where the file is no table.
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
    this.rows.push(cells);
  }
}
