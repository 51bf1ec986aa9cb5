import type { ReadOptions } from "../../transactions/read";
import { firstRows, type SeenRows } from "../../warehouse/first-rows";
import { openQuery, type WarehouseQuery } from "../../warehouse/open-query";
import { bucketMarks, checkWarehouse } from "../../warehouse/read-warehouse";
import type { FileCheck } from "./check-file";
import { within } from "./within";

/** A query, and how to read it. */
export interface QueryToRead extends WarehouseQuery, Pick<ReadOptions, "mapping" | "currency" | "rates"> {
  /** What messages call the data set. */
  readonly name: string;
  /** The file in which the operator names warehouses; null if there is none. */
  readonly warehousesFile: string | null;
}

export interface QueryToCheck extends QueryToRead {
  /** Rows of the preview. */
  readonly rows: number;
  /** Milliseconds for the report, once the first rows are there. */
  readonly withinMs: number;
}

/** The first rows of a query, and what a training would find; null if there was no time for that. */
export interface QueryCheck {
  readonly seen: SeenRows;
  readonly check: FileCheck | null;
}

/** Asks the warehouse for the first rows and the report. Throws an InputError if the first rows cannot be had. */
export async function checkQuery({ rows, withinMs, ...asked }: QueryToCheck): Promise<QueryCheck> {
  await using open = await openQuery(asked, asked.warehousesFile, process.env);
  const { engine, query } = open;
  const seen = await firstRows(engine, query, rows);
  const check = await within(withinMs, async (signal) => ({
    report: await checkWarehouse(engine, query, { ...optionsOf(asked), signal }),
  }));
  return { seen, check };
}

/** A text for each bucket of customers, which changes when a row of it does. */
export async function marksOf({
  buckets,
  ...asked
}: QueryToRead & { readonly buckets: number }): Promise<readonly string[]> {
  await using open = await openQuery(asked, asked.warehousesFile, process.env);
  const found = await bucketMarks(open.engine, open.query, { ...optionsOf(asked), buckets });
  const marks = new Array<string>(buckets).fill("0");
  for (const { bucket, rows, checksum } of found) marks[bucket] = `${rows} ${checksum}`;
  return marks;
}

export function optionsOf({ name, mapping, currency, rates }: QueryToRead) {
  return { name, mapping, currency, rates };
}
