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
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    keys[i] = (x.place[i]! * tx.distinct.length + tx.place[i]!) * T.distinct.length + T.place[i]!;
  }
  const { places: rowOf, count: rows } = placesByValue(keys);
  const row = { x: new Int32Array(rows), tx: new Int32Array(rows), T: new Int32Array(rows) };
  const count = new Float64Array(rows);
  for (let i = 0; i < n; i++) {
    const at = rowOf[i]!;
    row.x[at] = x.place[i]!;
    row.tx[at] = tx.place[i]!;
    row.T[at] = T.place[i]!;
    count[at]!++;
  }
  const timeScale = time / n;
  return {
    rows,
    count,
    customers: n,
    ...row,
    distinctX: x.distinct,
    distinctTx: tx.distinct.map((time) => time / timeScale),
    distinctT: T.distinct.map((time) => time / timeScale),
    timeScale,
  };
}

/** The distinct values in ascending order, and the place of each value among them. */
function rank(values: Float64Array): { distinct: Float64Array; place: Int32Array } {
  const { places, count } = placesByValue(values);
  const firstSeen = new Float64Array(count);
  for (let i = 0; i < values.length; i++) firstSeen[places[i]!] = values[i]! + 0;
  const distinct = firstSeen.toSorted();
  const rankOf = new Int32Array(count);
  for (let k = 0; k < count; k++) rankOf[k] = placeIn(distinct, firstSeen[k]!);
  for (let i = 0; i < places.length; i++) places[i] = rankOf[places[i]!]!;
  return { distinct, place: places };
}

/** Where a value stands in an ascending array that holds it. */
function placeIn(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Numbers the distinct values in the order of their first appearance: the number of each value (n), and how many there
 * are. No value may be NaN. A hash table of numbers: a `Map` takes five times as long.
 */
export function placesByValue(values: Float64Array): { places: Int32Array; count: number } {
  const bits = Math.max(4, 33 - Math.clz32(values.length));
  const mask = 2 ** bits - 1;
  const table = new Int32Array(2 ** bits);
  const seen = new Float64Array(values.length);
  const places = new Int32Array(values.length);
  const number = new Float64Array(1);
  const words = new Int32Array(number.buffer);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! + 0; // −0 is 0.
    number[0] = value;
    let slot = Math.imul(words[0]! ^ Math.imul(words[1]!, 0x9e3779b1), 0x85ebca6b) >>> (32 - bits);
    while (table[slot]! > 0 && seen[table[slot]! - 1] !== value) slot = (slot + 1) & mask;
    if (table[slot] === 0) {
      seen[count++] = value;
      table[slot] = count;
    }
    places[i] = table[slot]! - 1;
  }
  return { places, count };
}
