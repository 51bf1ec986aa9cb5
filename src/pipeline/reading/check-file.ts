import type { AttributeReport } from "../../transactions/attributes/attribute-report";
import type { CleaningReport } from "../../transactions/cleaning-report";
import type { ReadOptions, SourceFile } from "../../transactions/read";

/** Order lines, and how long to spend on reading them. */
export interface FilesToCheck extends Pick<ReadOptions, "currency" | "rates"> {
  readonly files: readonly SourceFile[];
  /** Milliseconds; without it, reads to the end. */
  readonly withinMs?: number;
}

/** Order lines, and the customers' files to be joined with them, oldest first. */
export interface CustomersToCheck extends FilesToCheck {
  readonly customerFiles: readonly SourceFile[];
}

/**
 * What a training would find about the customers, file by file, or the error for which the order lines cannot be read;
 * null if time ran out.
 */
export type CustomersCheck = { readonly reports: readonly AttributeReport[] } | { readonly refused: string };

/** What a training would find: the account of the rows, or the error that would refuse them; null if time ran out. */
export type FileCheck = { readonly report: CleaningReport } | { readonly refused: string };
