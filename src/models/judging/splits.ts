import type { FeatureTable } from "../../customers/feature-table";
import { labelCustomers } from "../../customers/labels";
import { netSpendLabels } from "../../customers/net-spend";
import type { Random } from "../../learning/random";
import type { Head } from "../heads";
import { type CustomerTables, headRows } from "../snapshot";
import { joined, joinedRows, type LabelledRows, spendToTell, take, takeValues } from "./labelled-rows";
import type { Fold, Protocol } from "./protocol";

export interface Split {
  readonly train: LabelledRows;
  readonly test: LabelledRows;
}

/** The share of customers held out if later days cannot be. */
const HELD_OUT_SHARE = 0.3;

/** Holds customers out of every row with an observed window. */
export function heldOutSplit(
  snapshots: CustomerTables,
  protocol: Protocol,
  head: Head,
  random: Random,
): Split {
  return splitByCustomer(allRows(snapshots, protocol, head), random);
}

/** Every row with an observed window: what the shipped model is fitted on. */
export function allRows(
  snapshots: CustomerTables,
  { fitCutoffs, horizonDays }: Protocol,
  head: Head,
): LabelledRows {
  return rowsAt(snapshots, fitCutoffs, horizonDays, head);
}

/** The feature table of a protocol's test rows, if they are one snapshot. */
export function testTable(snapshots: CustomerTables, protocol: Protocol): FeatureTable | null {
  const fold = protocol.folds.at(-1);
  return fold ? snapshots.at(fold.testCutoff).table : null;
}

/** The tests of a head: all of known customers, the last of what callers describe. */
export function testFolds(folds: readonly Fold[], head: Head): readonly Fold[] {
  return head === "base" ? folds.slice(-1) : folds;
}

/** The labelled rows of several windows, in the order of `cutoffs`. */
export function rowsAt(
  snapshots: CustomerTables,
  cutoffs: readonly number[],
  horizonDays: number,
  head: Head,
): LabelledRows {
  return rowsOfWindows(
    cutoffs.map((cutoff) => windowAt(snapshots, cutoff, horizonDays)),
    head,
  );
}

/** The customers known at a cutoff and what they did in the window after it. What was known of them stays in its table. */
export interface Window extends Omit<LabelledRows, "x"> {
  readonly table: FeatureTable;
}

export function windowAt(snapshots: CustomerTables, cutoff: number, horizonDays: number): Window {
  const { table } = snapshots.at(cutoff);
  const { churned, spend } = labelCustomers(snapshots.purchases, table, horizonDays);
  return {
    table,
    churned,
    spend,
    ...(snapshots.spend === "net" && {
      kept: netSpendLabels(snapshots.purchases, snapshots.returns, table, horizonDays),
    }),
    customer: table.customer,
    cutoff: new Float64Array(table.rows).fill(cutoff),
  };
}

/** The rows of several windows in that order; of each only those in `chosen`, if it is given. */
export function rowsOfWindows(
  windows: readonly Window[],
  head: Head,
  chosen?: readonly Int32Array[],
): LabelledRows {
  const of = (column: (window: Window) => Float64Array) =>
    joined(windows.map((window, w) => (chosen ? takeValues(column(window), chosen[w]!) : column(window))));
  const customers = windows.map(({ customer }, w) =>
    chosen ? chosen[w]!.map((row) => customer[row]!) : customer,
  );
  return {
    x: headRows(
      windows.map(({ table }) => table),
      head,
      chosen,
    ),
    churned: of(({ churned }) => churned),
    spend: of(({ spend }) => spend),
    ...(windows.some(({ kept }) => kept) && { kept: of(spendToTell) }),
    customer: joinedRows(customers),
    cutoff: of(({ cutoff }) => cutoff),
  };
}

/** All rows of a customer fall on the same side. */
function splitByCustomer(rows: LabelledRows, random: Random): Split {
  const customers = [...new Set(rows.customer)].sort((a, b) => a - b);
  const held = random.sample(customers.length, Math.round(customers.length * HELD_OUT_SHARE));
  const heldOut = new Set(Array.from(held, (i) => customers[i]!));
  const test: number[] = [];
  const train: number[] = [];
  for (let i = 0; i < rows.customer.length; i++) (heldOut.has(rows.customer[i]!) ? test : train).push(i);
  return { train: take(rows, train), test: take(rows, test) };
}
