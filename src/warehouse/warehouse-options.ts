import type { ReadOptions } from "../transactions/read";

export interface WarehouseOptions
  extends Pick<ReadOptions, "mapping" | "currency" | "rates" | "signal" | "onProgress"> {
  /** The name of the data set, in messages and the report. */
  readonly name?: string | undefined;
  /** Parts to divide the customers into, a power of two up to 4096; by default as few as `mostLinesInPart` allows. */
  readonly buckets?: number | undefined;
  /** Lines that a part may have, by default 4 million; a single customer may exceed it. */
  readonly mostLinesInPart?: number | undefined;
}
