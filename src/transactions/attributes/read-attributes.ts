import { InputError } from "../../errors";
import { counted } from "../../figures";
import { aboutFile } from "../about-file";
import type { Warning } from "../cleaning-report";
import { normalisedName } from "../columns/synonyms";
import type { SourceFile } from "../read";
import type { Transactions } from "../transactions";
import type { AttributeCell, AttributeCells, AttributeKind } from "./attribute-kind";
import type { AttributeReport } from "./attribute-report";
import type { ColumnTexts } from "./column-texts";
import { type CustomerRows, readCustomerRows } from "./customer-file";
import { type KeyColumns, keyColumns } from "./key-columns";
import { KnownPeople } from "./known-people";
import { type ColumnReading, readKind } from "./read-kind";

const samplesShown = 5;

/** What the customers' files of a data set say about its customers. */
export interface ReadAttributes {
  readonly attributes: readonly AttributeCells[];
  /** One for each file, in the order they were added. */
  readonly reports: readonly AttributeReport[];
}

/**
 * Reads the customers' files of a data set, oldest first, and joins them with the customers of its order lines. A later
 * row about a customer replaces an earlier one, and a later file replaces what earlier ones said in its columns about
 * its customers: a blank cell there means that it is no longer known. What it does not mention stays. The report on a
 * file that is no table, or about none of the customers, has the warning `refused`; such a file says nothing.
 */
export async function readAttributes(
  files: readonly SourceFile[],
  transactions: Pick<Transactions, "customers" | "customerEmails">,
  signal?: AbortSignal,
): Promise<ReadAttributes> {
  const people = new KnownPeople(transactions);
  const merged = new Map<string, Merged>();
  const reports: AttributeReport[] = [];
  for (const file of files) {
    const name = file.name ?? file.path;
    try {
      const read = await readCustomerRows(file, signal);
      const report = await aboutFile(name, async () =>
        joined(name, read, people, transactions.customers.length, file.dateOrder, merged),
      );
      reports.push(report);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      reports.push(refused(name, transactions.customers.length, error.message));
    }
  }
  const attributes = [...merged.values()].map(({ name, kind, cells }) => ({ name, kind, cells }));
  return { attributes, reports };
}

function refused(file: string, customers: number, message: string): AttributeReport {
  return {
    file,
    rows_read: 0,
    rows_matched: 0,
    rows_unmatched: 0,
    rows_replaced: 0,
    rows_unreadable: 0,
    customers,
    customers_with_row: 0,
    key_column: null,
    id_column: null,
    email_column: null,
    columns: [],
    warnings: [{ code: "refused", message, rows: 0, samples: [] }],
  };
}

interface Merged {
  name: string;
  kind: AttributeKind;
  readonly cells: AttributeCell[];
}

/** Puts what one file says into `merged`. */
function joined(
  file: string,
  read: CustomerRows,
  people: KnownPeople,
  customers: number,
  dateOrder: SourceFile["dateOrder"],
  merged: Map<string, Merged>,
): AttributeReport {
  const key = keyColumns(read.columns, people);
  const { rowOf, unmatched, replaced } = rowsOfCustomers(read, key, people, customers);
  const withRow = rowOf.reduce((sum, row) => sum + (row < 0 ? 0 : 1), 0);
  if (withRow === 0) throw new InputError("No row belongs to a customer of this data set.");
  const columns: AttributeReport["columns"][number][] = [];
  const warnings = [
    ...rowWarnings(read, key, unmatched, replaced),
    ...read.notes.map((message) => ({ code: "note", message, rows: 0, samples: [] })),
  ];
  read.columns.forEach((column, i) => {
    if (i === key.id || key.addresses.includes(i)) return;
    const reading = readKind(column, read.rows, dateOrder);
    const known = put(merged, column, reading, rowOf, warnings);
    columns.push({ name: column.name, kind: reading.kind, known, samples: column.texts.slice(0, 3) });
    for (const doubt of reading.doubts)
      warnings.push({
        code: "doubtful_column",
        message: `${JSON.stringify(column.name)}: ${doubt}`,
        rows: 0,
        samples: [],
      });
  });
  if (columns.length === 0)
    throw new InputError(
      "The file has no column besides the customer's id and address, so it tells nothing.",
    );
  const nameOf = (column: number | null) => (column === null ? null : read.columns[column]!.name);
  return {
    file,
    rows_read: read.rows.length + read.unreadable.length,
    rows_matched: read.rows.length - unmatched.length,
    rows_unmatched: unmatched.length,
    rows_replaced: replaced.length,
    rows_unreadable: read.unreadable.length,
    customers,
    customers_with_row: withRow,
    key_column: key.id ?? key.email,
    id_column: nameOf(key.id),
    email_column: nameOf(key.email),
    columns,
    warnings,
  };
}

/** The last row about each customer, -1 if none; the rows about nobody, and those that a later one replaces. */
function rowsOfCustomers(
  { columns, rows }: CustomerRows,
  { id, email }: KeyColumns,
  people: KnownPeople,
  customers: number,
) {
  const byText = (column: number | null, find: (text: string) => number | undefined) =>
    column === null ? null : columns[column]!.texts.map(find);
  const ids = byText(id, (text) => people.byId(text));
  const emails = byText(email, (text) => people.byAddress(text));
  const rowOf = new Int32Array(customers).fill(-1);
  const unmatched: number[] = [];
  const replaced: number[] = [];
  rows.forEach((_, row) => {
    const customer = ids?.[columns[id!]!.codes[row]!] ?? emails?.[columns[email!]!.codes[row]!];
    if (customer === undefined) {
      unmatched.push(row);
      return;
    }
    if (rowOf[customer]! >= 0) replaced.push(rowOf[customer]!);
    rowOf[customer] = row;
  });
  return { rowOf, unmatched, replaced };
}

/** Writes a column over what earlier files said about the file's customers. Returns of how many it is known. */
function put(
  merged: Map<string, Merged>,
  column: ColumnTexts,
  { kind, values }: ColumnReading,
  rowOf: Int32Array,
  warnings: Warning[],
): number {
  const name = normalisedName(column.name) || column.name;
  let into = merged.get(name);
  if (into && into.kind !== kind && column.filled > 0) {
    const message = `${JSON.stringify(column.name)} is ${kindWords[kind]} here and ${kindWords[into.kind]} in an earlier file, whose values were left out.`;
    warnings.unshift({ code: "other_kind", message, rows: 0, samples: [] });
    into = undefined;
  }
  into ??= { name: column.name, kind, cells: new Array<AttributeCell>(rowOf.length).fill(null) };
  merged.set(name, into);
  let known = 0;
  rowOf.forEach((row, customer) => {
    if (row < 0) return;
    const code = column.codes[row]!;
    into.cells[customer] = code < 0 ? null : values[code]!;
    if (into.cells[customer] !== null) known++;
  });
  return known;
}

const kindWords: Readonly<Record<AttributeKind, string>> = {
  text: "text",
  number: "a number",
  date: "a date",
  yes_no: "yes or no",
};

/** What is wrong with rows. */
function rowWarnings(
  { columns, rows, unreadable }: CustomerRows,
  { id, email }: KeyColumns,
  unmatched: readonly number[],
  replaced: readonly number[],
): Warning[] {
  const shown = columns[id ?? email!]!;
  const samplesOf = (found: readonly number[]) =>
    found.slice(0, samplesShown).map((row) => {
      const code = shown.codes[row]!;
      return { row: rows[row]!, column: shown.name, value: code < 0 ? "" : shown.texts[code]! };
    });
  const warnings: Warning[] = [];
  if (replaced.length > 0)
    warnings.push({
      code: "replaced_rows",
      message: `${counted(replaced.length, "row")} ${replaced.length === 1 ? "is" : "are"} about a customer whom a later row describes again. The last row about a customer counts.`,
      rows: replaced.length,
      samples: samplesOf(replaced),
    });
  if (unmatched.length > 0)
    warnings.push({
      code: "unmatched_rows",
      message: `${counted(unmatched.length, "row")} of ${rows.length.toLocaleString("en")} ${unmatched.length === 1 ? "belongs" : "belong"} to nobody in the order lines, so ${unmatched.length === 1 ? "it is" : "they are"} not used.`,
      rows: unmatched.length,
      samples: samplesOf(unmatched),
    });
  if (unreadable.length > 0)
    warnings.push({
      code: "unreadable_rows",
      message: `${counted(unreadable.length, "row")} could not be split into the columns and ${unreadable.length === 1 ? "was" : "were"} left out.`,
      rows: unreadable.length,
      samples: unreadable.slice(0, samplesShown).map((row) => ({ row })),
    });
  return warnings;
}
