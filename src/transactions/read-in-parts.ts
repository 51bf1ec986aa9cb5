import { tmpdir } from "node:os";
import { assemble } from "./lines/assemble";
import { assembleParts } from "./lines/assemble-parts";
import { wholeFile } from "./lines/file-lines";
import { onePart, type TransactionParts } from "./parts";
import { moneyOf, type ReadOptions, readFile, readTransactions, type SourceFile } from "./read";
import { SpillFolder } from "./spill/spill-file";
import { LINE_BYTES } from "./spill/stored-lines";
import { splitTransactions } from "./split";
import type { Transactions } from "./transactions";

/** How to read a data set that may be larger than memory. */
export interface PartOptions extends ReadOptions {
  /** Bytes that rows and lines may take. A data set that needs no more is one part. */
  readonly memoryBudget: number;
  /** Where rows and lines beyond it go until the parts are disposed of; by default the system's place for such files. */
  readonly temporaryFolder?: string | undefined;
}

/**
 * Reads and cleans a data set as `readTransactions` does, into parts: the customers of the first part are the first of
 * all, and so on. Customers, lines and orders of all parts together are those of the whole, however many parts there
 * are. What stays in memory of one file is its distinct ids and texts and a few numbers for each order and customer.
 *
 * Several files are compared with each other in memory, and only then divided. Throws InputError as `readTransactions`
 * does, and where the folder cannot be written.
 */
export async function readInParts(
  files: string | readonly SourceFile[],
  { memoryBudget, temporaryFolder, ...options }: PartOptions,
): Promise<TransactionParts> {
  const [source, ...others]: readonly SourceFile[] = typeof files === "string" ? [{ path: files }] : files;
  if (source === undefined || others.length > 0)
    return divided(await readTransactions(files, options), memoryBudget);
  const folder = new SpillFolder(temporaryFolder ?? tmpdir(), memoryBudget);
  try {
    const file = await readFile(source, options, { money: moneyOf(options), compared: false, room: folder });
    if (file.isSpilled) return assembleParts(file, folder);
    folder.close();
    return divided(assemble([wholeFile(file)]), memoryBudget);
  } catch (error) {
    folder.close();
    throw error;
  }
}

function divided(whole: Transactions, memoryBudget: number): TransactionParts {
  const bytes = LINE_BYTES * (whole.lines.length + whole.returns.length);
  return bytes <= memoryBudget ? onePart(whole) : splitTransactions(whole, memoryBudget);
}
