import type { CleaningReport } from "../cleaning-report";

/** What is known of the file apart from its rows. */
export interface FileFacts {
  readonly name: string;
  readonly format: CleaningReport["format"];
  readonly delimiter: string | null;
  /** Null where it is to be told from the values. */
  readonly encoding: string | null;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly notes: readonly string[];
}
