/**
 * Whether a rule holds for each customer, by row of the customer table. What is not known is neither: a comparison with
 * an unknown figure is unknown, and so is its opposite. Kleene's logic (Introduction to Metamathematics, 1952, § 64): and
 * is the least of both, or the greatest, not turns them around.
 */
export type Truth = Uint8Array;

export const NO = 0;
export const UNKNOWN = 1;
export const YES = 2;

/** Of these, changed in place: both hold. */
export function and(truth: Truth, other: Truth): void {
  for (let i = 0; i < truth.length; i++) if (other[i]! < truth[i]!) truth[i] = other[i]!;
}

/** Of these, changed in place: at least one holds. */
export function or(truth: Truth, other: Truth): void {
  for (let i = 0; i < truth.length; i++) if (other[i]! > truth[i]!) truth[i] = other[i]!;
}

/** The opposite, in place. */
export function not(truth: Truth): void {
  for (let i = 0; i < truth.length; i++) truth[i] = YES - truth[i]!;
}

/** The rows for which it holds, ascending. */
export function rowsWith(truth: Truth): Int32Array {
  const rows = new Int32Array(truth.length);
  let count = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i] === YES) rows[count++] = i;
  return rows.subarray(0, count);
}
