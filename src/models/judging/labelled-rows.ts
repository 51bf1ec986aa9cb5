import { type Matrix, stackRows, takeRows } from "../../learning/matrix";
import type { Random } from "../../learning/random";

/** Rows to learn from or to judge by; several cutoffs may be stacked. */
export interface LabelledRows {
  readonly x: Matrix;
  /** 1 = no order in the horizon. */
  readonly churned: Float64Array;
  /** Spend in the horizon, as paid: the training target. */
  readonly spend: Float64Array;
  /** What was kept of it, if that is forecast. */
  readonly kept?: Float64Array;
  /** The row's customer: index into `Transactions.customers`. */
  readonly customer: Int32Array;
  /** The row's cutoff, milliseconds since 1970. */
  readonly cutoff: Float64Array;
}

/** The rows of several cutoffs as one table, in that order. */
export function stack(parts: readonly LabelledRows[]): LabelledRows {
  return {
    x: stackRows(parts.map(({ x }) => x)),
    churned: joined(parts.map(({ churned }) => churned)),
    spend: joined(parts.map(({ spend }) => spend)),
    ...(parts.some(({ kept }) => kept) && { kept: joined(parts.map(spendToTell)) }),
    customer: joinedRows(parts.map(({ customer }) => customer)),
    cutoff: joined(parts.map(({ cutoff }) => cutoff)),
  };
}

/** The rows at `index`, in that order. */
export function take(rows: LabelledRows, index: ArrayLike<number>): LabelledRows {
  return {
    x: takeRows(rows.x, index),
    churned: takeValues(rows.churned, index),
    spend: takeValues(rows.spend, index),
    ...(rows.kept && { kept: takeValues(rows.kept, index) }),
    customer: Int32Array.from(index, (i) => rows.customer[i]!),
    cutoff: takeValues(rows.cutoff, index),
  };
}

/**
 * The rows of a random sample of customers in several windows, about `most` rows at the most; null if there are no more
 * rows than that.
 */
export function sampledRows(
  windows: readonly Pick<LabelledRows, "customer">[],
  most: number,
  random: Random,
): Int32Array[] | null {
  const everyone = joinedRows(windows.map(({ customer }) => customer));
  if (everyone.length <= most) return null;
  const customers = new Int32Array(new Set(everyone.sort()));
  const drawn = random.sample(
    customers.length,
    Math.max(2, Math.floor((customers.length * most) / everyone.length)),
  );
  const kept = new Uint8Array(customers.at(-1)! + 1);
  for (const i of drawn) kept[customers[i]!] = 1;
  return windows.map(({ customer }) =>
    Int32Array.from(customer.keys()).filter((row) => kept[customer[row]!] === 1),
  );
}

/** The spend to forecast and judge: what was kept, or all that was paid. */
export function spendToTell({ spend, kept }: Pick<LabelledRows, "spend" | "kept">): Float64Array {
  return kept ?? spend;
}

/** The share of leavers at each cutoff, kept away from 0 and 1 by one more row of each kind. */
export function sharesByCutoff({
  cutoff,
  churned,
}: Pick<LabelledRows, "cutoff" | "churned">): Map<number, number> {
  const leavers = sumByCutoff(cutoff, churned);
  const rows = sumByCutoff(cutoff, new Float64Array(cutoff.length).fill(1));
  return new Map([...rows].map(([at, count]) => [at, (leavers.get(at)! + 1) / (count + 2)]));
}

/** The sum of a column at each cutoff. */
export function sumByCutoff(cutoff: Float64Array, column: Float64Array): Map<number, number> {
  const sums = new Map<number, number>();
  for (let i = 0; i < cutoff.length; i++) sums.set(cutoff[i]!, (sums.get(cutoff[i]!) ?? 0) + column[i]!);
  return sums;
}

export function takeValues(values: Float64Array, index: ArrayLike<number>): Float64Array {
  return Float64Array.from(index, (i) => values[i]!);
}

/** The arrays one after another. */
export function joined(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The same for row or customer numbers. */
export function joinedRows(parts: readonly Int32Array[]): Int32Array {
  const out = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
