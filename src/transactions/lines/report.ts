import { InputError } from "../../errors";
import type { EncodingTally } from "../bytes/text-decoding";
import { type DecimalSeparator, NumberKind } from "../cells/number-kind";
import type { CleaningReport, DroppedRows, DropReason } from "../cleaning-report";
import type { OrderLines } from "../transactions";
import { samplesOf } from "./drop-samples";
import type { OrderRows } from "./order-rows";
import { revenueOf } from "./revenue";
import { dropReasons, kept, reasonMeanings, verdictOf } from "./verdict";

/** What is known of the file apart from its rows. */
export interface FileFacts {
  readonly name: string;
  readonly format: CleaningReport["format"];
  readonly delimiter: string | null;
  /** Null where it is to be told from the values. */
  readonly encoding: string | null;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly notes: readonly string[];
}

/** Rows that were judged, and how many got each verdict. */
export interface Account {
  readonly rows: OrderRows;
  readonly file: FileFacts;
  readonly counts: Uint32Array;
}

/** What the cleaning found that no count by verdict says. */
export interface Findings {
  readonly dateFormat: string;
  readonly decimalSeparator: DecimalSeparator;
  /** Rows of the file that repeat an earlier purchase. */
  readonly duplicateRows: Int32Array;
  readonly duplicateReturns: number;
  /** Returns of customers without a kept purchase, which are left out. */
  readonly returnsOfStrangers: number;
  /** What was decided about the numbers and might be otherwise. */
  readonly notes: readonly string[];
}

interface CleanTable {
  readonly lines: OrderLines;
  readonly returns: OrderLines;
  readonly customers: readonly string[];
  readonly orders: readonly string[];
  readonly products: readonly string[];
}

/** Throws InputError where more than `maxShare` of the rows cannot be read, naming the first such cell. */
export function requireReadable(account: Account, maxShare: number): void {
  const { rows, counts, file } = account;
  const read = rowsRead(account);
  if (read === 0)
    throw new InputError(`${file.name} has a header but no rows. At least one order line is needed.`);
  const reasons = ["malformed_row", "unreadable_date", "unreadable_number"] as const;
  const unreadable = reasons.reduce((sum, reason) => sum + counts[verdictOf(reason)]!, 0);
  if (unreadable <= maxShare * read) return;
  const worst = reasons.reduce((a, b) => (counts[verdictOf(b)]! > counts[verdictOf(a)]! ? b : a));
  const sample = samplesOf(account.rows, worst, new Int32Array(0))[0]!;
  const where = sample.column === undefined ? "" : `, column ${sample.column}`;
  const value = sample.value === undefined ? "" : `: ${JSON.stringify(sample.value)}`;
  throw new InputError(
    `${file.name}: ${unreadable} of ${read} rows cannot be read (${countsText(account, reasons)}); at most ${maxShare * 100} % may be. ` +
      `The first is row ${sample.row}${where}${value}. Expected ${expected(worst, rows)}`,
  );
}

/** Throws InputError where no row is kept, saying why. */
export function requireKept(account: Account): void {
  if (account.counts[kept]! > 0) return;
  throw new InputError(
    `${account.file.name}: none of the ${rowsRead(account)} rows is a purchase that can be used (${countsText(account, dropReasons)}). ` +
      "Check that the columns are mapped to the right fields.",
  );
}

/** The account of a file as it goes on the wire. */
export function reportOf(account: Account, table: CleanTable, findings: Findings): CleaningReport {
  const { rows, file, counts } = account;
  const dropped: Partial<Record<DropReason, DroppedRows>> = {};
  for (const reason of dropReasons) {
    const count = counts[verdictOf(reason)]!;
    if (count === 0) continue;
    const samples = samplesOf(rows, reason, findings.duplicateRows);
    dropped[reason] = { rows: count, meaning: reasonMeanings[reason], samples };
  }
  const encodings = encodingsOf(rows);
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const { time: times } = table.lines;
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return {
    file: file.name,
    format: file.format,
    encoding: file.encoding ?? encodings.name,
    delimiter: file.delimiter,
    sha256: file.sha256,
    size_bytes: file.sizeBytes,
    columns: rows.plan.columns,
    mapping: rows.plan.mapping,
    date_format: findings.dateFormat,
    decimal_separator: findings.decimalSeparator,
    rows_read: rowsRead(account),
    rows_kept: table.lines.length,
    rows_returned: table.returns.length,
    dropped,
    customers: table.customers.length,
    orders: distinct(table.lines.order, table.orders.length),
    products: distinct(table.lines.product, table.products.length),
    revenue: revenueOf(table.lines),
    discounts: 0,
    refunds: -revenueOf(table.returns),
    net_revenue: revenueOf(table.lines) + revenueOf(table.returns),
    tax: null,
    currency: null,
    currencies: [],
    guest_orders: 0,
    customers_left_out: 0,
    statuses: [],
    profile: null,
    roles: {},
    warnings: [],
    files: [],
    first_order: new Date(first).toISOString(),
    last_order: new Date(last).toISOString(),
    notes: notesOf(account, findings, encodings),
  };
}

function notesOf({ rows, file }: Account, findings: Findings, encodings: EncodingTally): string[] {
  const notes = [...file.notes, ...rows.plan.notes, ...findings.notes];
  if (encodings.note !== null && file.encoding === null) notes.push(encodings.note);
  const tooLarge = rows.quantities.counts[NumberKind.tooLarge]! + rows.prices.counts[NumberKind.tooLarge]!;
  if (tooLarge > 0) notes.push(`${tooLarge} quantities or prices are beyond 1e12 and were taken for errors.`);
  if (findings.duplicateReturns > 0)
    notes.push(`${findings.duplicateReturns} returns are equal to an earlier row and were counted once.`);
  if (findings.returnsOfStrangers > 0)
    notes.push(
      `${findings.returnsOfStrangers} returns belong to customers without a kept purchase and were left out.`,
    );
  return notes;
}

function encodingsOf(rows: OrderRows): EncodingTally {
  const tally = rows.encodings;
  for (const dictionary of [rows.customers, rows.orders, rows.products, rows.countries])
    dictionary.forEachBytes((bytes, start, end) => tally.add(bytes, start, end));
  return tally;
}

function expected(reason: DropReason, rows: OrderRows): string {
  if (reason === "unreadable_date") return "a date such as 2011-12-09 or 12/9/2011 12:50.";
  if (reason === "unreadable_number") return "a number of at most 1e12, such as 6 or 2.55.";
  return `${rows.plan.columns.length} fields as in the header.`;
}

function countsText({ counts }: Account, reasons: readonly DropReason[]): string {
  return reasons
    .filter((reason) => counts[verdictOf(reason)]! > 0)
    .map((reason) => `${counts[verdictOf(reason)]} ${reason.replaceAll("_", " ")}`)
    .join(", ");
}

function rowsRead({ rows }: Account): number {
  return rows.rows + rows.malformed;
}

function distinct(column: Int32Array, size: number): number {
  const seen = new Uint8Array(size);
  let count = 0;
  for (let i = 0; i < column.length; i++) {
    const id = column[i]!;
    if (id < 0 || seen[id] === 1) continue;
    seen[id] = 1;
    count++;
  }
  return count;
}
