import type { CleaningReport, Warning } from "../cleaning-report";
import type { RecordSink } from "../records";
import type { RowPlace } from "./row-place";

/** Called between chunks with the number of bytes read so far; may throw to stop reading. */
export type OnChunk = (readBytes: number, sizeBytes: number) => void;

/** A table in a file, of whatever format, to be read once from start to end. */
export interface TableSource {
  readonly format: CleaningReport["format"];
  /** Delimiter of a CSV file, else null. */
  readonly delimiter: string | null;
  /** Encoding if the format or a byte order mark settles it; null if each value has to be checked. */
  readonly encoding: string | null;
  /** Whether two threads may read the table, each a part of the file. */
  readonly isDivisible: boolean;
  /** Hands the table to the sink. Throws InputError, with the row, if the file cannot be read further. */
  read(sink: RecordSink): Promise<void>;
  /** Hexadecimal SHA-256 of the bytes on disk; known after `read`. */
  sha256(): Promise<string>;
  readonly sizeBytes: number;
  /** Notes on the file for the report, known after `read`. */
  notes(): readonly string[];
  /** What may have been left out by mistake, known after `read`. */
  warnings(): readonly Warning[];
  /**
   * Where record `row` stands, known after `read`. Sheets read as one table are numbered on: the first keeps its row
   * numbers, and each next one adds the rows of those before.
   */
  where(row: number): RowPlace;
}

/** For a file with a single table, read in full. */
export const singleTable: Pick<TableSource, "isDivisible" | "warnings" | "where"> = {
  isDivisible: false,
  warnings: () => [],
  where: (row) => ({ sheet: null, row }),
};
