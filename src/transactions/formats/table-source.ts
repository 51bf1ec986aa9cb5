import type { CleaningReport, Warning } from "../cleaning-report";
import type { RecordSink } from "../records";
import type { RowPlace } from "./row-place";

/** Called between chunks with the bytes of the file read so far; may throw to stop the reading. */
export type OnChunk = (readBytes: number, sizeBytes: number) => void;

/** A table in a file, of whatever format, ready to be read once from its start to its end. */
export interface TableSource {
  readonly format: CleaningReport["format"];
  /** Delimiter of a CSV file, else null. */
  readonly delimiter: string | null;
  /** Encoding as far as the format or a byte order mark settles it; null where each value has to be looked at. */
  readonly encoding: string | null;
  /** Hands the table to the sink. Throws InputError, with the row, where the file cannot be read further. */
  read(sink: RecordSink): Promise<void>;
  /** Hexadecimal SHA-256 of the bytes on disk; asked for after `read` came to the end. */
  sha256(): Promise<string>;
  readonly sizeBytes: number;
  /** What a reader of the report should know about the file, known after `read`. */
  notes(): readonly string[];
  /** What may have been left out and should not, known after `read`. */
  warnings(): readonly Warning[];
  /**
   * Where the record with the number `row` stands, known after `read`. Several sheets that are read as one table are
   * numbered on: the first keeps its row numbers, those of the next are raised by the rows of the ones before.
   */
  where(row: number): RowPlace;
}

/** For a file of one table, all of which is read. */
export const singleTable: Pick<TableSource, "warnings" | "where"> = {
  warnings: () => [],
  where: (row) => ({ sheet: null, row }),
};
