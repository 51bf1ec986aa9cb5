import type { CleaningReport } from "../transactions/cleaning-report";
import type { TransactionParts } from "../transactions/parts";
import type { ReadOptions } from "../transactions/read";
import type { Engine } from "./engine";

export interface WarehouseOptions
  extends Pick<ReadOptions, "mapping" | "currency" | "rates" | "signal" | "onProgress"> {
  /** The name of the data set, in messages and the report. */
  readonly name?: string | undefined;
  /** Parts to divide the customers into, a power of two up to 4096; by default as few as `mostLinesInPart` allows. */
  readonly buckets?: number | undefined;
  /** Lines that a part may have, by default 4 million; a single customer may exceed it. */
  readonly mostLinesInPart?: number | undefined;
}

/** What a bucket of customers holds, so that a later run can tell whether it has changed. */
export interface BucketMark {
  readonly bucket: number;
  readonly rows: number;
  readonly checksum: string;
}

/**
 * Reads the order lines that a query selects, as `readTransactions` reads those of a file: the engine judges the rows
 * and adds them up, one row per customer, order, moment and product. The parts are fetched one by one, when asked for.
 * The caller closes the engine after the parts. Throws InputError for whatever the owner of the query can fix.
 */
export async function readWarehouse(
  _engine: Engine,
  _query: string,
  _options: WarehouseOptions = {},
): Promise<TransactionParts> {
  throw new RangeError("not written yet");
}

/** The report alone: what `readWarehouse` would read, without fetching a line. */
export async function checkWarehouse(
  _engine: Engine,
  _query: string,
  _options: WarehouseOptions = {},
): Promise<CleaningReport> {
  throw new RangeError("not written yet");
}

/** One mark for each bucket, in one statement that fetches no lines. */
export async function bucketMarks(
  _engine: Engine,
  _query: string,
  _options: WarehouseOptions = {},
): Promise<readonly BucketMark[]> {
  throw new RangeError("not written yet");
}
