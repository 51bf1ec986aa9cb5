import type { TimeUnit } from "./time";

/**
 * What the purchase models need to know about each customer, one element a customer (n of them). After Fader, Hardie &
 * Lee (2005): the first purchase starts a customer's clock and is not itself counted.
 */
export interface PurchaseHistories<U extends TimeUnit> {
  /** The unit of `tx` and `T`. */
  readonly unit: U;
  /** Repeat purchases: whole numbers ≥ 0. */
  readonly x: Float64Array;
  /** Time from the first purchase to the last: 0 if x = 0, else 0 < tx ≤ T. */
  readonly tx: Float64Array;
  /** Time from the first purchase to the end of observation, ≥ 0. */
  readonly T: Float64Array;
}

/** Throws a RangeError that names the first impossible row. */
export function checkHistories(histories: PurchaseHistories<TimeUnit>): void {
  const { x, tx, T } = histories;
  checkLengths(histories);
  for (let i = 0; i < x.length; i++) {
    const complaint = complaintAbout(x[i]!, tx[i]!, T[i]!);
    if (complaint) throw new RangeError(`row ${i}: ${complaint}`);
  }
}

/** Throws a RangeError unless there are as many of x as of tx and of T. */
export function checkLengths({ x, tx, T }: PurchaseHistories<TimeUnit>): void {
  if (tx.length !== x.length || T.length !== x.length) {
    throw new RangeError(`lengths differ: ${x.length} of x, ${tx.length} of tx, ${T.length} of T`);
  }
}

function complaintAbout(x: number, tx: number, T: number): string | null {
  if (!(Number.isSafeInteger(x) && x >= 0)) return `x is ${x}, not a whole number of 0 or more`;
  if (!(tx >= 0 && tx < Infinity)) return `tx is ${tx}, not a number of 0 or more`;
  if (!(T >= 0 && T < Infinity)) return `T is ${T}, not a number of 0 or more`;
  if (tx > T) return `tx is ${tx}, after the end of observation T = ${T}`;
  if (x > 0 && tx === 0) return `x is ${x} but tx is 0: repeat purchases come after the first`;
  if (x === 0 && tx > 0) return `x is 0 but tx is ${tx}: without a repeat purchase tx is 0`;
  return null;
}

/** Throws a RangeError unless the histories are valid and in the model's unit. */
export function checkScorable(histories: PurchaseHistories<TimeUnit>, unit: TimeUnit): void {
  if (histories.unit !== unit) {
    throw new RangeError(`the model was fitted in ${unit}, the histories are in ${histories.unit}`);
  }
  checkHistories(histories);
}
