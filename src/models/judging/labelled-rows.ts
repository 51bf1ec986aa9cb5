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
    customer: Int32Array.from(joined(parts.map(({ customer }) => Float64Array.from(customer)))),
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

/** The rows of a random sample of customers, about `most` rows at the most; all rows if there are no more. */
export function atMost(rows: LabelledRows, most: number, random: Random): LabelledRows {
  const n = rows.customer.length;
  if (n <= most) return rows;
  const customers = [...new Set(rows.customer)].sort((a, b) => a - b);
  const drawn = random.sample(customers.length, Math.max(2, Math.floor((customers.length * most) / n)));
  const kept = new Set(Array.from(drawn, (i) => customers[i]!));
  const index: number[] = [];
  for (let i = 0; i < n; i++) if (kept.has(rows.customer[i]!)) index.push(i);
  return take(rows, index);
}

/** The spend to forecast and judge: what was kept, or all that was paid. */
export function spendToTell({ spend, kept }: Pick<LabelledRows, "spend" | "kept">): Float64Array {
  return kept ?? spend;
}

/** The rows of the newest cutoff among them. */
export function newestOf(rows: LabelledRows): LabelledRows {
  return take(rows, rowsOfNewest(rows.cutoff, 1));
}

/** Which rows belong to the `count` newest cutoffs, ascending. */
export function rowsOfNewest(cutoffs: Float64Array, count: number): number[] {
  const newest = new Set([...new Set(cutoffs)].sort((a, b) => b - a).slice(0, count));
  const index: number[] = [];
  for (let i = 0; i < cutoffs.length; i++) if (newest.has(cutoffs[i]!)) index.push(i);
  return index;
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
