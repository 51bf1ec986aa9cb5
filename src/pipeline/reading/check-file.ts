import type { CleaningReport } from "../../transactions/cleaning-report";
import type { ReadOptions, SourceFile } from "../../transactions/read";

/** Order lines, and how long to spend on reading them. */
export interface FilesToCheck extends Pick<ReadOptions, "currency" | "rates"> {
  readonly files: readonly SourceFile[];
  /** Milliseconds; without it, reads to the end. */
  readonly withinMs?: number;
}

/** What a training would find: the account of the rows, or the error that would refuse them; null if time ran out. */
export type FileCheck = { readonly report: CleaningReport } | { readonly refused: string };
