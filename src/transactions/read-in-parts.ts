import { LINE_BYTES } from "./part-ranges";
import { onePart, type TransactionParts } from "./parts";
import { type ReadOptions, readTransactions, type SourceFile } from "./read";
import { splitTransactions } from "./split";

/** How to read a data set that may be larger than memory. */
export interface PartOptions extends ReadOptions {
  /** Bytes that rows and lines may take. A data set that needs no more is one part. */
  readonly memoryBudget: number;
}

/**
 * Reads and cleans a data set as `readTransactions` does, into parts: the customers of the first part are the first of
 * all, and so on. Customers, lines and orders of all parts together are those of the whole, in the same sequence,
 * however many parts there are.
 */
export async function readInParts(
  files: string | readonly SourceFile[],
  { memoryBudget, ...options }: PartOptions,
): Promise<TransactionParts> {
  const whole = await readTransactions(files, options);
  const bytes = LINE_BYTES * (whole.lines.length + whole.returns.length);
  return bytes <= memoryBudget ? onePart(whole) : splitTransactions(whole, memoryBudget);
}
