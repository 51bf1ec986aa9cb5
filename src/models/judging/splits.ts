import type { FeatureTable } from "../../customers/feature-table";
import { labelCustomers } from "../../customers/labels";
import { netSpendLabels } from "../../customers/net-spend";
import type { Random } from "../../learning/random";
import { groupedKFold } from "../../learning/split";
import type { Head } from "../heads";
import type { Effort } from "../settings";
import { headMatrix, type Snapshots } from "../snapshot";
import { atMost, type LabelledRows, stack, take } from "./labelled-rows";
import type { Fold, Protocol } from "./protocol";

export interface Split {
  readonly train: LabelledRows;
  readonly test: LabelledRows;
}

/** How the rows of one head are used. */
export interface Splits {
  /** What the evaluation reports; no choice used its test rows. */
  readonly test: Split;
  /** Tests whose windows ended before that one, in time order: how far such promises were off. May be empty. */
  readonly earlier: readonly Split[];
}

/** The share of customers held out if later days cannot be. */
const HELD_OUT_SHARE = 0.3;
/** Number of parts of the training customers for choosing settings. */
const CUSTOMER_FOLDS: Readonly<Record<Effort, number>> = { quick: 3, full: 4 };
/** Most rows to choose settings by: more would choose no better. */
const MOST_ROWS_TO_CHOOSE_BY = 30_000;

/** Lays out the rows of `head` by the protocol; `kind: "none"` has none and is a RangeError. */
export function splitRows(snapshots: Snapshots, protocol: Protocol, head: Head, random: Random): Splits {
  if (protocol.kind === "none") throw new RangeError("this protocol has no rows");
  if (protocol.kind === "held_out_customers") {
    return {
      test: splitByCustomer(allRows(snapshots, protocol, head), random.fork("test customers")),
      earlier: [],
    };
  }
  return foldSplits(snapshots, protocol.folds, protocol.horizonDays, head);
}

/** The rows of a series of tests, in time order; the last is the one judged. At least one. */
export function foldSplits(
  snapshots: Snapshots,
  folds: readonly Fold[],
  horizonDays: number,
  head: Head,
): Splits {
  const splits = folds.map(({ trainCutoffs, testCutoff }) => ({
    train: rowsAt(snapshots, trainCutoffs, horizonDays, head),
    test: rowsAt(snapshots, [testCutoff], horizonDays, head),
  }));
  return { test: splits.at(-1)!, earlier: splits.slice(0, -1) };
}

/** Every row with an observed window: what the shipped model is fitted on. */
export function allRows(
  snapshots: Snapshots,
  { fitCutoffs, horizonDays }: Protocol,
  head: Head,
): LabelledRows {
  return rowsAt(snapshots, fitCutoffs, horizonDays, head);
}

/** The feature table of a protocol's test rows, if they are one snapshot. */
export function testTable(snapshots: Snapshots, protocol: Protocol): FeatureTable | null {
  const fold = protocol.folds.at(-1);
  return fold ? snapshots.at(fold.testCutoff).table : null;
}

/**
 * The customers of at most `MOST_ROWS_TO_CHOOSE_BY` rows dealt into parts, each held out once with all of its rows.
 * Settings are chosen on these: a customer's other rows, whose windows overlap, cannot leak the outcome, and all
 * seasons of the training rows count.
 */
export function customerFolds(all: LabelledRows, effort: Effort, random: Random): Split[] {
  const rows = atMost(all, MOST_ROWS_TO_CHOOSE_BY, random.fork("rows"));
  const customers = new Set(rows.customer).size;
  if (customers < 2) return [{ train: rows, test: rows }];
  return groupedKFold(rows.customer, Math.min(CUSTOMER_FOLDS[effort], customers), random).map(
    ({ train, test }) => ({
      train: take(rows, train),
      test: take(rows, test),
    }),
  );
}

function rowsAt(
  snapshots: Snapshots,
  cutoffs: readonly number[],
  horizonDays: number,
  head: Head,
): LabelledRows {
  return stack(cutoffs.map((cutoff) => labelled(snapshots, cutoff, horizonDays, head)));
}

function labelled(snapshots: Snapshots, cutoff: number, horizonDays: number, head: Head): LabelledRows {
  const { table } = snapshots.at(cutoff);
  const { churned, spend } = labelCustomers(snapshots.purchases, table, horizonDays);
  return {
    x: headMatrix(table, head),
    churned,
    spend,
    ...(snapshots.spend === "net" && {
      kept: netSpendLabels(snapshots.purchases, snapshots.returns, table, horizonDays),
    }),
    customer: table.customer,
    cutoff: new Float64Array(table.rows).fill(cutoff),
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
