import type { CleaningReport } from "../cleaning-report";
import type { RecordSink } from "../records";

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
}
