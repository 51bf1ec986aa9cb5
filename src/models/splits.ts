import type { FeatureTable } from "../customers/feature-table";
import { labelCustomers } from "../customers/labels";
import { type Matrix, stackRows, takeRows } from "../learning/matrix";
import type { Random } from "../learning/random";
import type { Head } from "./heads";
import type { Protocol } from "./protocol";
import { headMatrix, type Snapshots } from "./snapshot";

/** Rows to learn from or to be judged on; several cutoffs may be stacked. */
export interface LabelledRows {
  readonly x: Matrix;
  /** 1 = no order in the horizon. */
  readonly churned: Float64Array;
  /** Spend in the horizon. */
  readonly spend: Float64Array;
  /** Whose row it is: index into `Transactions.customers`. */
  readonly customer: Int32Array;
}

export interface Split {
  readonly train: LabelledRows;
  readonly test: LabelledRows;
}

/** How the rows of one head are used. */
export interface Splits {
  /** Where settings, blend, calibration and threshold are chosen. At least one. */
  readonly selection: readonly Split[];
  /** What the evaluation reports; no choice was made on its test rows. */
  readonly test: Split;
  /** All rows whose window is observed: what the shipped model is fitted on. */
  readonly all: LabelledRows;
}

/** The share of customers that is held out where later days cannot be. */
const HELD_OUT_SHARE = 0.3;

/** Lays out the rows of `head` by the protocol; `kind: "none"` has none and is a RangeError. */
export function splitRows(snapshots: Snapshots, protocol: Protocol, head: Head, random: Random): Splits {
  if (protocol.kind === "none") throw new RangeError("this protocol has no rows");
  const rowsAt = (cutoffs: readonly number[]) =>
    stack(cutoffs.map((cutoff) => labelled(snapshots, cutoff, protocol, head)));
  const all = rowsAt(protocol.fitCutoffs);
  if (protocol.kind === "held_out_customers") {
    const test = splitByCustomer(all, random.fork("test customers"));
    return { selection: [splitByCustomer(test.train, random.fork("selection customers"))], test, all };
  }
  const splits = protocol.folds.map((fold) => ({
    train: rowsAt(fold.trainCutoffs),
    test: rowsAt([fold.testCutoff]),
  }));
  const test = splits.at(-1)!;
  const earlier = splits.slice(0, -1);
  const selection =
    earlier.length > 0 ? earlier : [splitByCustomer(test.train, random.fork("selection customers"))];
  return { selection, test, all };
}

/** The feature table of a protocol's test rows, where they are one snapshot. */
export function testTable(snapshots: Snapshots, protocol: Protocol): FeatureTable | null {
  const fold = protocol.folds.at(-1);
  return fold ? snapshots.at(fold.testCutoff).table : null;
}

function labelled(snapshots: Snapshots, cutoff: number, { horizonDays }: Protocol, head: Head): LabelledRows {
  const { table } = snapshots.at(cutoff);
  const { churned, spend } = labelCustomers(snapshots.purchases, table, horizonDays);
  return { x: headMatrix(table, head), churned, spend, customer: table.customer };
}

function stack(parts: readonly LabelledRows[]): LabelledRows {
  const rows = parts.reduce((sum, part) => sum + part.customer.length, 0);
  const churned = new Float64Array(rows);
  const spend = new Float64Array(rows);
  const customer = new Int32Array(rows);
  let at = 0;
  for (const part of parts) {
    churned.set(part.churned, at);
    spend.set(part.spend, at);
    customer.set(part.customer, at);
    at += part.customer.length;
  }
  return { x: stackRows(parts.map((part) => part.x)), churned, spend, customer };
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

function take(rows: LabelledRows, index: readonly number[]): LabelledRows {
  return {
    x: takeRows(rows.x, index),
    churned: Float64Array.from(index, (i) => rows.churned[i]!),
    spend: Float64Array.from(index, (i) => rows.spend[i]!),
    customer: Int32Array.from(index, (i) => rows.customer[i]!),
  };
}
