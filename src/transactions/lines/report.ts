import { InputError } from "../../errors";
import type { EncodingTally } from "../bytes/text-decoding";
import { NumberKind } from "../cells/number-kind";
import type {
  CleaningReport,
  CurrencyAccount,
  DroppedRows,
  DropReason,
  FileAccount,
  RowSample,
  StatusAccount,
  Warning,
} from "../cleaning-report";
import { placeText } from "../formats/row-place";
import { samplesOf } from "./drop-samples";
import type { FileFacts } from "./file-facts";
import type { FileAccounts } from "./file-lines";
import { IdList } from "./id-list";
import type { JoinedAccounts, ReplacedRows } from "./join-files";
import type { LineFigures } from "./line-figures";
import type { OrderRows } from "./order-rows";
import { dropReasons, reasonMeanings, verdictOf } from "./verdict";

/** Rows judged, and how many got each verdict. */
interface Account {
  readonly rows: OrderRows;
  readonly file: FileFacts;
  readonly counts: Uint32Array;
  readonly firsts: FileAccounts["firsts"];
}

/** Samples shown for each reason, over all files. */
const samplesPerReason = 5;

/** Throws InputError if more than `maxShare` of the rows cannot be read, naming the first such cell. */
export function requireReadable(account: Account, maxShare: number): void {
  const { rows, counts, firsts, file } = account;
  const read = rowsRead(account);
  if (read === 0)
    throw new InputError(`${file.name} has a header but no rows. At least one order line is needed.`);
  const reasons = ["malformed_row", "unreadable_date", "unreadable_number"] as const;
  const unreadable = reasons.reduce((sum, reason) => sum + counts[verdictOf(reason)]!, 0);
  if (unreadable <= maxShare * read) return;
  const worst = reasons.reduce((a, b) => (counts[verdictOf(b)]! > counts[verdictOf(a)]! ? b : a));
  const sample = samplesOf({ rows, firsts, ...nothingKnown }, worst)[0]!;
  const where = sample.column === undefined ? "" : `, column ${sample.column}`;
  const value = sample.value === undefined ? "" : `: ${JSON.stringify(sample.value)}`;
  throw new InputError(
    `${file.name}: ${unreadable} of ${read} rows cannot be read (${countsText([account], reasons)}); at most ${maxShare * 100} % may be. ` +
      `The first is ${placeText(file.where(sample.row))}${where}${value}. Expected ${expected(worst, rows)}`,
  );
}

/** Throws InputError if no row of a known customer is kept, saying why. */
export function requireKept(files: readonly FileAccounts[], hasKept: boolean): void {
  if (hasKept) return;
  const read = files.reduce((sum, file) => sum + rowsRead(file), 0);
  throw new InputError(
    `${nameOf(files)}: none of the ${read} rows is a purchase that can be used (${countsText(files, dropReasons)}). ` +
      "Check that the columns are mapped to the right fields.",
  );
}

/** The account of a data set in wire format. If several files have a fact, the last one is the newest. */
export function reportOf(
  files: readonly FileAccounts[],
  joined: JoinedAccounts,
  figures: LineFigures,
): CleaningReport {
  const { file, rows, ...newest } = files.at(-1)!;
  const { revenue, refunds } = figures;
  const replaced = (kind: keyof ReplacedRows) => joined.replaced.reduce((sum, rows) => sum + rows[kind], 0);
  return {
    file: nameOf(files),
    format: file.format,
    encoding: file.encoding ?? encodingsOf(rows).name,
    delimiter: file.delimiter,
    sha256: files.length === 1 ? file.sha256 : digest(files),
    size_bytes: files.reduce((sum, { file: { sizeBytes } }) => sum + sizeBytes, 0),
    columns: rows.plan.columns,
    mapping: rows.plan.mapping,
    date_format: newest.dateFormat,
    decimal_separator: newest.decimalSeparator,
    rows_read: files.reduce((sum, one) => sum + rowsRead(one), 0),
    rows_kept: figures.rows,
    rows_returned: files.reduce((sum, one) => sum + one.returnedRows, 0) - replaced("returns"),
    dropped: droppedRows(files, { replaced_row: replaced("sales"), guest_order: -replaced("guests") }),
    customers: figures.customers,
    orders: figures.orders,
    products: figures.products,
    revenue,
    discounts: figures.discounts,
    refunds,
    net_revenue: revenue - refunds,
    tax: rows.plan.tax,
    currency: newest.currency ?? files.find(({ currency }) => currency !== null)?.currency ?? null,
    currencies: summed(files.map(({ currencies }) => currencies)),
    guest_orders: joined.guestOrders,
    customers_left_out: Math.max(
      0,
      (files.length === 1 ? newest.people : new Set(joined.ids.customer.canonical).size) - figures.customers,
    ),
    statuses: files.length === 1 ? newest.statuses : statusesOf(files),
    profile: rows.plan.profile && { id: rows.plan.profile.id, name: rows.plan.profile.name },
    roles: rows.plan.roles,
    warnings: [...joined.warnings, ...warningsOf(files)],
    files: files.map((one, k) => fileAccount(one, joined, k)),
    first_order: new Date(figures.first).toISOString(),
    last_order: new Date(figures.last).toISOString(),
    notes: [...notesOf(files, figures), ...overlapNotes(files, joined)],
  };
}

function fileAccount(file: FileAccounts, { kept: shares, replaced }: JoinedAccounts, k: number): FileAccount {
  const share = shares[k]!;
  const iso = (time: number) => (Number.isNaN(time) ? null : new Date(time).toISOString());
  return {
    file: file.file.name,
    format: file.file.format,
    sha256: file.file.sha256,
    size_bytes: file.file.sizeBytes,
    profile: file.rows.plan.profile?.name ?? null,
    rows_read: rowsRead(file),
    rows_kept: share.lines,
    rows_replaced: replaced[k]!.sales,
    orders: share.orders,
    first_order: iso(share.first),
    last_order: iso(share.last),
  };
}

/** `further`: rows to count under a reason beyond each file's own count. */
function droppedRows(
  files: readonly FileAccounts[],
  further: Partial<Record<DropReason, number>>,
): CleaningReport["dropped"] {
  const dropped: Partial<Record<DropReason, DroppedRows>> = {};
  for (const reason of dropReasons) {
    const counted = files.reduce((sum, { counts }) => sum + counts[verdictOf(reason)]!, 0);
    const rows = counted + (further[reason] ?? 0);
    if (rows === 0) continue;
    const samples = files
      .flatMap((one) => samplesOf(one, reason).map((sample) => placed(sample, one.file, files.length > 1)))
      .slice(0, samplesPerReason);
    dropped[reason] = { rows, meaning: reasonMeanings[reason], samples };
  }
  return dropped;
}

function warningsOf(files: readonly FileAccounts[]): Warning[] {
  const several = files.length > 1;
  return files.flatMap(({ warnings, file }) =>
    warnings.map((warning) => ({
      ...warning,
      message: several ? `${file.name}: ${warning.message}` : warning.message,
      samples: warning.samples.map((sample) => placed(sample, file, several)),
    })),
  );
}

/** A sample with its place: the row in its sheet and, with several files, the file. */
function placed(sample: RowSample, file: FileFacts, several: boolean): RowSample {
  if (sample.row === 0) return sample;
  const { sheet, row } = file.where(sample.row);
  return { ...sample, row, ...(sheet !== null && { sheet }), ...(several && { file: file.name }) };
}

function notesOf(files: readonly FileAccounts[], { returnsOfStrangers }: LineFigures): string[] {
  const notes = files.flatMap((file) => {
    const { rows } = file;
    const own = [...file.file.notes, ...rows.plan.notes, ...file.notes];
    const encodings = encodingsOf(rows);
    if (encodings.note !== null && file.file.encoding === null) own.push(encodings.note);
    const tooLarge = rows.quantities.counts[NumberKind.tooLarge]! + rows.prices.counts[NumberKind.tooLarge]!;
    if (tooLarge > 0)
      own.push(`${tooLarge} quantities or prices are beyond 1e12 and were treated as errors.`);
    return files.length === 1 ? own : own.map((note) => `${file.file.name}: ${note}`);
  });
  if (returnsOfStrangers > 0)
    notes.push(
      `${returnsOfStrangers} returns belong to customers without a kept purchase and were left out.`,
    );
  return notes;
}

/** Statuses and currencies are counted file by file, before orders in several files are matched. */
function overlapNotes(files: readonly FileAccounts[], { replaced }: JoinedAccounts): string[] {
  const isListed = files.some(({ statuses, currencies }) => statuses.length > 0 || currencies.length > 1);
  return isListed && replaced.some(({ sales }) => sales > 0)
    ? ["Statuses and currencies are counted by file: an order in several files counts once in each."]
    : [];
}

/** The accounts of all files, adding up those of the same currency. */
function summed(accounts: readonly (readonly CurrencyAccount[])[]): CurrencyAccount[] {
  if (accounts.length === 1) return [...accounts[0]!];
  const byCurrency = new Map<string, CurrencyAccount>();
  for (const account of accounts.flat()) {
    const { rows = 0, orders = 0, revenue = 0 } = byCurrency.get(account.currency) ?? {};
    byCurrency.set(account.currency, {
      ...account,
      rows: rows + account.rows,
      orders: orders + account.orders,
      revenue: revenue + account.revenue,
    });
  }
  return [...byCurrency.values()];
}

function statusesOf(files: readonly FileAccounts[]): StatusAccount[] {
  const byWord = new Map<string, StatusAccount>();
  for (const status of files.flatMap(({ statuses }) => statuses)) {
    const key = JSON.stringify([status.column, status.value]);
    const { rows = 0, orders = 0, revenue = 0 } = byWord.get(key) ?? {};
    byWord.set(key, {
      ...status,
      rows: rows + status.rows,
      orders: orders + status.orders,
      revenue: revenue + status.revenue,
    });
  }
  return [...byWord.values()];
}

function nameOf(files: readonly FileAccounts[]): string {
  return files.length === 1
    ? files[0]!.file.name
    : `${files.length} files (${files.map(({ file }) => file.name).join(", ")})`;
}

/** A hash of several files: the hash of their hashes, one a line. */
function digest(files: readonly FileAccounts[]): string {
  return new Bun.CryptoHasher("sha256")
    .update(files.map(({ file }) => `${file.sha256}\n`).join(""))
    .digest("hex");
}

function encodingsOf(rows: OrderRows): EncodingTally {
  const tally = rows.encodings;
  for (const dictionary of [rows.customers, rows.orders, rows.products, rows.countries])
    for (const id of dictionary.oddIds("code"))
      dictionary.visitBytes(id, (bytes, start, end) => tally.add(bytes, start, end));
  return tally;
}

function expected(reason: DropReason, rows: OrderRows): string {
  if (reason === "unreadable_date") return "a date such as 2011-12-09 or 12/9/2011 12:50.";
  if (reason === "unreadable_number") return "a number of at most 1e12, such as 6 or 2.55.";
  return `${rows.plan.columns.length} fields as in the header.`;
}

function countsText(
  files: readonly { readonly counts: Uint32Array }[],
  reasons: readonly DropReason[],
): string {
  return reasons
    .map((reason) => ({
      reason,
      rows: files.reduce((sum, { counts }) => sum + counts[verdictOf(reason)]!, 0),
    }))
    .filter(({ rows }) => rows > 0)
    .map(({ reason, rows }) => `${rows} ${reason.replaceAll("_", " ")}`)
    .join(", ");
}

function rowsRead({ rows }: { readonly rows: OrderRows }): number {
  return rows.rows + rows.malformed;
}

/** Of rows not settled yet. */
const nothingKnown = {
  lateRows: { duplicate: [], refunded: [] },
  orderNumbers: IdList.ofTexts([]),
  statuses: [],
};
