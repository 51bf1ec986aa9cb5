import { InputError } from "../../errors";
import { aboutFile } from "../about-file";
import { uniqueNames } from "../columns/unique-names";
import { openTable } from "../formats/open-table";
import { defaultReadLimits } from "../limits";
import type { SourceFile } from "../read";
import type { RecordFields, RecordSink } from "../records";
import { ColumnTexts } from "./column-texts";

const mostColumns = 100;
const longestName = 80;

/** A customers' file as text: one row per customer, if all is well. */
export interface CustomerRows {
  readonly columns: readonly ColumnTexts[];
  /** The number of each row in the file, as a spreadsheet counts. */
  readonly rows: readonly number[];
  /** Rows that cannot be split into the columns. */
  readonly unreadable: readonly number[];
  readonly notes: readonly string[];
}

/** Reads a customers' file of any format to its end. Throws an InputError if it is no table with rows. */
export function readCustomerRows({ path, name }: SourceFile, signal?: AbortSignal): Promise<CustomerRows> {
  return aboutFile(name ?? path, async () => {
    const source = await openTable(path, defaultReadLimits, () => signal?.throwIfAborted());
    const sink = new RowSink();
    await source.read(sink);
    if (sink.rows.length === 0)
      throw new InputError("The file has no rows. A header and one row per customer are needed.");
    const { all, rows, unreadable, notes } = sink;
    return { columns: all, rows, unreadable, notes: [...notes, ...source.notes()] };
  });
}

class RowSink implements RecordSink {
  all: readonly ColumnTexts[] = [];
  readonly rows: number[] = [];
  readonly unreadable: number[] = [];
  notes: readonly string[] = [];

  columns(names: readonly string[]): void {
    if (names.length > mostColumns)
      throw new InputError(
        `The file has ${names.length} columns, and ${mostColumns} are the most. Leave out those that you do not need.`,
      );
    const unique = uniqueNames(names.map(written));
    this.notes = unique.notes;
    this.all = unique.names.map((name) => new ColumnTexts(name));
  }

  record({ bytes, starts, ends, count, row, malformed }: RecordFields): boolean {
    if (malformed || count !== this.all.length) this.unreadable.push(row);
    else {
      this.rows.push(row);
      for (let i = 0; i < count; i++) this.all[i]!.add(bytes, starts[i]!, ends[i]!);
    }
    return true;
  }
}

/** A name that can be put between quotes. */
function written(name: string): string {
  return name.replace(/\s+/g, " ").replaceAll('"', "'").trim().slice(0, longestName);
}
