import type { CleaningReport, DropReason } from "../../src/transactions/cleaning-report";
import type { MappingChoice } from "../../src/transactions/columns/resolve";
import type { TransactionParts } from "../../src/transactions/parts";
import { readTransactions } from "../../src/transactions/read";
import type { Transactions } from "../../src/transactions/transactions";
import type { Engine } from "../../src/warehouse/engine";
import { readWarehouse } from "../../src/warehouse/read-warehouse";
import { type TypedTable, typedTable } from "./typed-table";

/** A file that is read here and by an engine. */
export interface EqualCase {
  readonly name: string;
  readonly path: string;
  readonly mapping?: MappingChoice;
  readonly currency?: string;
  readonly rates?: string;
}

/** An engine that tables can be put into. */
export interface TableCounterpart {
  readonly name: string;
  /** The engine, and a query that selects the table. */
  load(table: TypedTable): Promise<{ readonly engine: Engine; readonly query: string } & AsyncDisposable>;
}

/** `refused`: the engine said why it cannot be expressed; `both refused`: the local reader did not read it either. */
export type Outcome =
  | { readonly kind: "equal" }
  | { readonly kind: "unequal"; readonly differences: readonly string[] }
  | { readonly kind: "refused" | "both refused"; readonly message: string };

/** Reads a file with the local reader and with an engine, and compares what they found. */
export async function compare(counterpart: TableCounterpart, each: EqualCase): Promise<Outcome> {
  const options = { mapping: each.mapping, currency: each.currency, rates: each.rates };
  let local: Transactions;
  let table: TypedTable;
  try {
    local = await readTransactions(each.path, options);
    table = await typedTable(each.path, each.mapping);
  } catch (error) {
    return { kind: "both refused", message: (error as Error).message };
  }
  await using loaded = await counterpart.load(table);
  let parts: TransactionParts;
  try {
    parts = await readWarehouse(loaded.engine, loaded.query, { ...options, buckets: 4 });
  } catch (error) {
    const { name, message } = error as Error;
    // A statement that the engine does not understand is our fault.
    if (name !== "InputError" || message.startsWith("The warehouse lake says")) throw error;
    return { kind: "refused", message };
  }
  await using read = parts;
  const all: Transactions[] = [];
  for (const i of read.customers.keys()) all.push(await read.part(i));
  const differences = [
    ...reportDifferences(local.report, read.shared.report, table.malformed),
    ...tableDifferences(local, all, local.report.mapping.refund !== undefined),
  ];
  return differences.length === 0 ? { kind: "equal" } : { kind: "unequal", differences };
}

const cents = (value: number) => Math.round(value * 100);

/** What differs between two accounts of the same rows, apart from what only a file has. */
function reportDifferences(local: CleaningReport, engine: CleaningReport, malformed: number): string[] {
  const reasons = new Set(
    [...Object.keys(local.dropped), ...Object.keys(engine.dropped)].filter(
      (reason) => reason !== "malformed_row",
    ),
  );
  const facts = (report: CleaningReport, without: number): Record<string, unknown> => ({
    rows_read: report.rows_read - without,
    ...Object.fromEntries(
      (
        [
          ...["rows_kept", "rows_returned", "customers", "orders", "products", "guest_orders"],
          ...["customers_left_out", "currency", "first_order", "last_order", "tax"],
        ] as (keyof CleaningReport)[]
      ).map((name) => [name, report[name]]),
    ),
    ...Object.fromEntries(
      (["revenue", "discounts", "refunds", "net_revenue"] as const).map((name) => [
        name,
        cents(report[name]),
      ]),
    ),
    ...Object.fromEntries(
      [...reasons].map((reason) => [`dropped ${reason}`, report.dropped[reason as DropReason]?.rows ?? 0]),
    ),
    // A column of moments has the time of day already.
    mapping: JSON.stringify({ ...report.mapping, order_time: undefined }),
    profile: report.profile?.id ?? null,
    statuses: listed(
      report.statuses.map(({ column, value, meaning, known, rows, orders, revenue }) => [
        column,
        value,
        meaning,
        known,
        rows,
        orders,
        cents(revenue),
      ]),
    ),
    currencies: listed(
      report.currencies.map(({ currency, rows, orders, revenue, use }) => [
        currency,
        rows,
        orders,
        cents(revenue),
        use,
      ]),
    ),
  });
  const [ours, theirs] = [facts(local, malformed), facts(engine, 0)];
  return Object.keys(ours)
    .filter((name) => ours[name] !== theirs[name])
    .map((name) => `${name}: ${ours[name]} here, ${theirs[name]} there`);
}

function listed(rows: readonly (readonly unknown[])[]): string {
  return rows
    .map((row) => JSON.stringify(row))
    .sort()
    .join(" ");
}

/** What differs between the customers, their orders and what they paid and sent back. */
function tableDifferences(
  local: Transactions,
  parts: readonly Transactions[],
  hasRefunds: boolean,
): string[] {
  const ours = bought([local], hasRefunds);
  const theirs = bought(parts, hasRefunds);
  const differences: string[] = [];
  for (const [key, { units, value }] of ours) {
    const other = theirs.get(key);
    if (other === undefined) differences.push(`${key}: only here`);
    else if (Math.abs(other.units - units) > 1e-6 || Math.abs(other.value - value) > 1e-4)
      differences.push(`${key}: ${units} for ${value} here, ${other.units} for ${other.value} there`);
  }
  for (const key of theirs.keys()) if (!ours.has(key)) differences.push(`${key}: only there`);
  const customers = parts.flatMap((part) => part.customers);
  if (new Set(customers).size !== customers.length) differences.push("a customer is in two parts");
  const lines = (tables: readonly Transactions[]) =>
    tables.reduce((sum, { lines: table, returns }) => sum + table.length + returns.length, 0);
  if (lines([local]) !== lines(parts))
    differences.push(`lines: ${lines([local])} here, ${lines(parts)} there`);
  return differences.slice(0, 8);
}

/**
 * By customer, order, moment, product, country and direction: units, and money. `hasRefunds`: returns without a product,
 * since what an order gave back stands on its first line here, and on any of its lines there.
 */
function bought(
  parts: readonly Transactions[],
  hasRefunds: boolean,
): Map<string, { units: number; value: number }> {
  const sums = new Map<string, { units: number; value: number }>();
  for (const part of parts)
    for (const [kind, table] of [
      ["bought", part.lines],
      ["returned", part.returns],
    ] as const)
      for (let i = 0; i < table.length; i++) {
        const key = [
          kind,
          part.customers[table.customer[i]!],
          part.orders.at(table.order[i]!),
          new Date(table.time[i]!).toISOString(),
          ...(hasRefunds && kind === "returned"
            ? []
            : [part.products[table.product[i]!], part.countries[table.country[i]!]]),
        ].join(" | ");
        const sum = sums.get(key) ?? { units: 0, value: 0 };
        sum.units += table.quantity[i]!;
        sum.value += table.quantity[i]! * table.unitPrice[i]!;
        sums.set(key, sum);
      }
  return sums;
}
