import type { DateOrder } from "../transactions/cells/date-kind";
import type { CleaningReport } from "../transactions/cleaning-report";
import type { MappingChoice } from "../transactions/columns/resolve";
import { inThread } from "./in-thread";

/** A file of order lines, and how it is to be read. */
export interface FileToCheck {
  readonly path: string;
  readonly mapping: MappingChoice;
  readonly dateOrder: DateOrder | null;
}

/** What a training would find in the file: the account of its rows, or the sentence with which it would be refused. */
export type FileCheck = { readonly report: CleaningReport } | { readonly refused: string };

const THREAD = new URL("./check-thread.ts", import.meta.url);

/** Reads a whole file as a training would, in a thread of its own. */
export function checkFile(file: FileToCheck): Promise<FileCheck> {
  return inThread<FileToCheck, FileCheck>(THREAD, file);
}
