import type { CleaningReport, Warning } from "../cleaning-report";
import type { RowPlace } from "../formats/row-place";

/** What is known about the file apart from its rows. */
export interface FileFacts {
  readonly name: string;
  readonly format: CleaningReport["format"];
  readonly delimiter: string | null;
  /** Null: the values decide. */
  readonly encoding: string | null;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly notes: readonly string[];
  readonly warnings: readonly Warning[];
  /** Where the record with that number stands. */
  readonly where: (row: number) => RowPlace;
}
