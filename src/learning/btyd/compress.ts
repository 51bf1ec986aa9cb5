import { checkHistories, type PurchaseHistories } from "./histories";
import type { TimeUnit } from "./time";

/**
 * Histories with equal (x, tx, T) rows merged and each distinct x, tx and T kept once, so that a likelihood computes
 * its ln Γ and its logarithms for distinct values instead of customers. Times are divided by `timeScale`, their mean T:
 * a fit is then the same in days and in weeks, with parameters near 1.
 */
export interface CompressedHistories {
  readonly rows: number;
  /** Customers that each row stands for (rows). */
  readonly count: Float64Array;
  /** Σ count. */
  readonly customers: number;
  /** A row's place in `distinctX`, `distinctTx`, `distinctT` (rows each). */
  readonly x: Int32Array;
  readonly tx: Int32Array;
  readonly T: Int32Array;
  /** Ascending. */
  readonly distinctX: Float64Array;
  readonly distinctTx: Float64Array;
  readonly distinctT: Float64Array;
  /** Mean T in the unit of the histories. */
  readonly timeScale: number;
}

/**
 * Compresses histories for a fit. Throws a RangeError where a row is impossible, there is none, or nobody was observed
 * for any time at all.
 */
export function compressHistories(histories: PurchaseHistories<TimeUnit>): CompressedHistories {
  checkHistories(histories);
  const n = histories.x.length;
  const time = histories.T.reduce((sum, T) => sum + T, 0);
  if (n === 0) throw new RangeError("cannot fit on no customers");
  if (!(time > 0)) throw new RangeError("cannot fit: T is 0 for every customer");

  const x = rank(histories.x);
  const tx = rank(histories.tx);
  const T = rank(histories.T);
  const rowOfKey = new Map<number, number>();
  const row = { x: new Int32Array(n), tx: new Int32Array(n), T: new Int32Array(n) };
  const count = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const key = (x.place[i]! * tx.distinct.length + tx.place[i]!) * T.distinct.length + T.place[i]!;
    let at = rowOfKey.get(key);
    if (at === undefined) {
      at = rowOfKey.size;
      rowOfKey.set(key, at);
      row.x[at] = x.place[i]!;
      row.tx[at] = tx.place[i]!;
      row.T[at] = T.place[i]!;
    }
    count[at]!++;
  }
  const rows = rowOfKey.size;
  const timeScale = time / n;
  return {
    rows,
    count: count.slice(0, rows),
    customers: n,
    x: row.x.slice(0, rows),
    tx: row.tx.slice(0, rows),
    T: row.T.slice(0, rows),
    distinctX: x.distinct,
    distinctTx: tx.distinct.map((time) => time / timeScale),
    distinctT: T.distinct.map((time) => time / timeScale),
    timeScale,
  };
}

/** The distinct values in ascending order, and the place of each value among them. */
function rank(values: Float64Array): { distinct: Float64Array; place: Int32Array } {
  const distinct = Float64Array.from(new Set(values)).sort();
  const placeOf = new Map<number, number>();
  for (let i = 0; i < distinct.length; i++) placeOf.set(distinct[i]!, i);
  const place = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) place[i] = placeOf.get(values[i]!)!;
  return { distinct, place };
}
