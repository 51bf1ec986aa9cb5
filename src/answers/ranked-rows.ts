/**
 * The rows from `from` to `to` (exclusive) if `rows` were sorted by `key` (one value per table row): descending if
 * `isFalling`, else ascending. Rows without a value (NaN) come last, ties in ascending row order. Sorts only the page
 * and partitions the rest (Hoare, "Algorithm 65: Find", Communications of the ACM 4(7), 1961), so that half a million
 * rows take a few milliseconds. Does not change `rows`.
 */
export function rankedRows(
  rows: Int32Array,
  key: ArrayLike<number>,
  isFalling: boolean,
  from: number,
  to: number,
): Int32Array {
  const n = rows.length;
  const [start, end] = [Math.min(Math.max(0, from), n), Math.min(Math.max(0, to), n)];
  if (start >= end) return new Int32Array(0);
  const [place, value] = placesOf(rows, key, isFalling);
  if (start > 0) divide(place, value, 0, n - 1, start);
  if (end < n) divide(place, value, start, n - 1, end);
  const page = Array.from({ length: end - start }, (_, i) => start + i);
  page.sort((a, b) => value[a]! - value[b]! || place[a]! - place[b]!);
  return Int32Array.from(page, (i) => place[i]!);
}

/** Rows that are remembered of a table in one order: pages further on are rarely asked for. */
const LEADING = 1000;

/** By the values that rank a table: its first rows, falling and rising. */
const remembered = new WeakMap<object, Map<boolean, Int32Array>>();

/**
 * `rankedRows` of chosen customers. The first pages of everyone are ranked once as long as the table is open; everyone by
 * row needs no ranking.
 */
export function rankedPage(
  { everyone }: { readonly everyone: Int32Array },
  rows: Int32Array,
  key: ArrayLike<number>,
  isFalling: boolean,
  from: number,
  to: number,
): Int32Array {
  if (rows !== everyone) return rankedRows(rows, key, isFalling, from, to);
  if (key === everyone) {
    const n = rows.length;
    return isFalling
      ? rows.slice(Math.max(0, n - to), Math.max(0, n - from)).reverse()
      : rows.slice(from, to);
  }
  if (to > LEADING) return rankedRows(rows, key, isFalling, from, to);
  const known = remembered.get(key) ?? new Map<boolean, Int32Array>();
  remembered.set(key, known);
  const leading = known.get(isFalling) ?? rankedRows(rows, key, isFalling, 0, LEADING);
  known.set(isFalling, leading);
  return leading.slice(from, to);
}

/** The first `count` of those rows, but in ascending row order: the caller needs only the set, so nothing is sorted. */
export function leadingRows(
  rows: Int32Array,
  key: ArrayLike<number>,
  isFalling: boolean,
  count: number,
): Int32Array {
  const n = rows.length;
  if (count >= n) return rows.slice().sort();
  const [place, value] = placesOf(rows, key, isFalling);
  if (count > 0) divide(place, value, 0, n - 1, count);
  return place.subarray(0, Math.max(0, count)).sort();
}

/** The rows and their sort keys, ascending. */
function placesOf(
  rows: Int32Array,
  key: ArrayLike<number>,
  isFalling: boolean,
): readonly [Int32Array, Float64Array] {
  const value = new Float64Array(rows.length);
  const sign = isFalling ? -1 : 1;
  for (let i = 0; i < value.length; i++) {
    const own = sign * key[rows[i]!]!;
    value[i] = Number.isNaN(own) ? Infinity : own;
  }
  return [rows.slice(), value];
}

/** Moves the smallest elements before place `k` and the others after it. */
function divide(place: Int32Array, value: Float64Array, left: number, right: number, k: number): void {
  while (left < right) {
    const pivot = medianPlace(place, value, left, (left + right) >> 1, right);
    const [pivotValue, pivotRow] = [value[pivot]!, place[pivot]!];
    let i = left;
    let j = right;
    while (i <= j) {
      while (value[i]! < pivotValue || (value[i] === pivotValue && place[i]! < pivotRow)) i++;
      while (value[j]! > pivotValue || (value[j] === pivotValue && place[j]! > pivotRow)) j--;
      if (i <= j) swap(place, value, i++, j--);
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}

function medianPlace(place: Int32Array, value: Float64Array, a: number, b: number, c: number): number {
  if (isBefore(place, value, b, a)) [a, b] = [b, a];
  if (isBefore(place, value, c, b)) b = isBefore(place, value, c, a) ? a : c;
  return b;
}

function isBefore(place: Int32Array, value: Float64Array, i: number, j: number): boolean {
  return value[i]! < value[j]! || (value[i] === value[j] && place[i]! < place[j]!);
}

function swap(place: Int32Array, value: Float64Array, i: number, j: number): void {
  const [row, own] = [place[i]!, value[i]!];
  place[i] = place[j]!;
  value[i] = value[j]!;
  place[j] = row;
  value[j] = own;
}
