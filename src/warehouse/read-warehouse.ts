import type { CleaningReport } from "../transactions/cleaning-report";
import type { TransactionParts } from "../transactions/parts";
import type { Engine } from "./engine";
import { call, column } from "./plan/expressions";
import type { Rows } from "./plan/relations";
import type { Asker } from "./reading/ask";
import { bucketCount, bucketed, collapsed, listsOf, partOf, SLOTS, slotsOf } from "./reading/parts";
import { reportOf } from "./reading/report";
import { together } from "./reading/totals";
import { understand } from "./reading/understand";
import type { WarehouseOptions } from "./warehouse-options";

export type { WarehouseOptions } from "./warehouse-options";

/** Lines of a part by default: about 200 MB with what a training makes of them. */
const mostLines = 4_000_000;

/** What a bucket of customers holds, so that a later run can tell whether it has changed. */
export interface BucketMark {
  readonly bucket: number;
  readonly rows: number;
  readonly checksum: string;
}

/** The parts of a query, and a mark of each. */
export interface WarehouseParts extends TransactionParts {
  /** As `bucketMarks`, of the parts. */
  marks(): Promise<readonly BucketMark[]>;
}

/**
 * Reads the order lines that a query selects, as `readTransactions` reads those of a file: the engine judges the rows
 * and adds them up, one row per customer, order, moment and product. The parts are fetched one by one, when asked for.
 * The caller closes the engine after the parts. Throws InputError for whatever the owner of the query can fix.
 */
export async function readWarehouse(
  engine: Engine,
  query: string,
  options: WarehouseOptions = {},
): Promise<WarehouseParts> {
  const known = await understand(engine, query, options);
  const report = await reportOf(known, options.name ?? "the query", hashOf(query));
  const bought = await collapsed(known);
  const { slots, numeric } = await slotsOf(known.ask, bought);
  const buckets = bucketCount(slots, options.mostLinesInPart ?? mostLines, options.buckets);
  const shared = {
    ...(await listsOf(known)),
    numericCustomerIds: numeric,
    hasProducts: known.cells.plan.index.product_id >= 0,
    report,
  };
  options.onProgress?.(1, report.rows_read);
  return {
    shared,
    customers: bucketed(slots, buckets).map(({ customers }) => customers),
    async part(index) {
      if (!Number.isInteger(index) || index < 0 || index >= buckets)
        throw new RangeError(`there is no part ${index}`);
      return partOf(known, bought, index, buckets, shared);
    },
    marks: () => marksOf(known.ask, bought, buckets),
    async [Symbol.asyncDispose]() {},
  };
}

/** The report alone: what `readWarehouse` would read, without fetching a line. */
export async function checkWarehouse(
  engine: Engine,
  query: string,
  options: WarehouseOptions = {},
): Promise<CleaningReport> {
  const known = await understand(engine, query, options);
  return reportOf(known, options.name ?? "the query", hashOf(query));
}

/**
 * One mark for each bucket that has lines, in one statement that fetches none. Two runs of the same engine have equal
 * marks for a bucket if `part` would give equal lines. `buckets`: as for `readWarehouse`, by default 4096.
 */
export async function bucketMarks(
  engine: Engine,
  query: string,
  options: WarehouseOptions = {},
): Promise<readonly BucketMark[]> {
  const known = await understand(engine, query, options);
  const buckets = bucketCount([], 0, options.buckets ?? SLOTS);
  return marksOf(known.ask, await collapsed(known), buckets);
}

async function marksOf(ask: Asker, bought: Rows, buckets: number): Promise<readonly BucketMark[]> {
  const numbers = ["at", "quantity", "value", "lines", "is_sale"];
  const written = together([
    ...["who", "order_key", "order_number", "product_id", "country_id"].map(column),
    ...numbers.map((name) => call("toText", column(name))),
  ]);
  // Each line's hash of 48 bits is added up, so that the sum does not depend on the order of the lines.
  const checksum = call("toText", call("sum", call("digestNumber", written)));
  const marks = bought.group({ slot: column("slot") }, { rows: call("count"), checksum });
  const found = new Map<number, { rows: number; hash: string[] }>();
  const size = SLOTS / buckets;
  for (const each of await ask.rows(marks.sorted("slot"), "slot", "rows", "checksum")) {
    const bucket = Math.floor(Number.parseInt(String(each.slot), 16) / size);
    const mark = found.get(bucket) ?? { rows: 0, hash: [] };
    mark.rows += Number(each.rows);
    mark.hash.push(`${each.slot} ${each.checksum}`);
    found.set(bucket, mark);
  }
  return [...found].map(([bucket, { rows, hash }]) => ({ bucket, rows, checksum: hashOf(hash.join("\n")) }));
}

function hashOf(content: string): string {
  return new Bun.CryptoHasher("sha256").update(content).digest("hex");
}
