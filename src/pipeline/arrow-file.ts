import { type DataType, int32, TimeUnit, timestamp, utf8 } from "@uwdata/flechette";
import { type ColumnTable, table as columnTable, fromArrow, toArrowIPC } from "arquero";
import { DAYS, dayOf } from "./arrow-columns";

/**
 * Moments: milliseconds since 1970 in our tables. The file has no time zone, because shops write what their clocks
 * show.
 */
const MOMENTS = new Set(["time"]);
/** Also a day among the attributes; see `attributesTable`. */
export const isMoment = (name: string) => MOMENTS.has(name) || DAYS.has(name) || name.startsWith("date:");
/** Texts that are another one in each row: a dictionary would only repeat them. */
const DIFFERENT_TEXTS = ["CustomerID", "name", "email"];
export const isDifferentTexts = (name: string) => DIFFERENT_TEXTS.includes(name);
/** Counts of orders, products or days, and numbered values. */
const COUNTS = new Set([
  "recency_days",
  "frequency",
  "unique_products",
  "purchase_span_days",
  "tenure_days",
  "orders_30d",
  "orders_90d",
  "orders_180d",
  "returns_90d",
  "segment",
  "lines",
  "product",
  "orders",
  "is_latest",
  "is_return",
  "opens_order",
  "r_score",
  "f_score",
  "m_score",
]);
export const isCount = (name: string) => COUNTS.has(name);

/**
 * Our table as an Arrow file (the format with a footer, which `read_feather` and similar functions open, not the
 * stream): moments and days are timestamps, counts 32-bit integers. `ids`: whether ids, names and addresses are plain texts,
 * or each stands once in a dictionary, which is smaller where customers have many rows but has to be read whole.
 */
export function arrowFile(table: ColumnTable, ids: "plain" | "coded" = "coded"): Uint8Array {
  const types: Record<string, DataType> = {};
  const counts: Record<string, Int32Array> = {};
  for (const name of table.columnNames()) {
    if (ids === "plain" && isDifferentTexts(name)) types[name] = utf8();
    else if (isMoment(name)) types[name] = timestamp(TimeUnit.MILLISECOND);
    else if (isCount(name)) {
      const values = table.array(name) as ArrayLike<unknown>;
      if (!isWhole(values)) continue;
      // The library takes an array of the file's type as it is, unless it is empty.
      if (values.length > 0) counts[name] = Int32Array.from(values);
      else types[name] = int32();
    }
  }
  const asDays = (text: unknown) => (text ? Date.parse(text as string) : null);
  return toArrowIPC(withColumns(withDays(table, asDays), counts), { format: "file", types })!;
}

/** `arrowFile` of a table that is made only when it is its turn to be written: large ones are not held at once. */
export function* arrowWhenWritten(
  make: () => ColumnTable,
  ids: "plain" | "coded" = "coded",
): Generator<Uint8Array> {
  yield arrowFile(make(), ids);
}

/** The table that went into `arrowFile`; also reads files from earlier releases. */
export function tableOfArrow(bytes: Uint8Array): ColumnTable {
  // Timestamps as numbers: dates would mean an object per row.
  const table = fromArrow(bytes, { useDate: false });
  return withDays(table, dayOf);
}

function withDays(table: ColumnTable, change: (day: unknown) => unknown): ColumnTable {
  const names = table.columnNames().filter((name) => DAYS.has(name));
  const changed = names.map((name) => [name, Array.from(table.array(name) as ArrayLike<unknown>, change)]);
  return withColumns(table, Object.fromEntries(changed));
}

/** `table` with these columns in place of its own. A table of no columns has no rows, so it fits no other. */
function withColumns(table: ColumnTable, columns: Readonly<Record<string, ArrayLike<unknown>>>): ColumnTable {
  return Object.keys(columns).length === 0 ? table : table.assign(columnTable(columns));
}

function isWhole(values: ArrayLike<unknown>): values is ArrayLike<number> {
  for (let i = 0; i < values.length; i++) if (!Number.isInteger(values[i])) return false;
  return true;
}
