import type { IdList } from "./id-list";

/** New numbers for the ids in use. */
interface Renumbering {
  /** Old id → new number; −1 if unused. */
  readonly numbers: Int32Array;
  /** New number → old id. */
  readonly ids: Int32Array;
}

/** Numbers the ids in the columns by first appearance in the file. −1 in a column is no id. */
export function renumberByAppearance(list: IdList, columns: readonly Int32Array[]): Renumbering {
  return renumberUsed(usedIds(list.size, columns));
}

/** Numbers the ids with a 1 in `used` by first appearance in the file. */
export function renumberUsed(used: Uint8Array): Renumbering {
  return renumbering(used.length, idsOf(used));
}

/**
 * Numbers the ids with a 1 in `used` by value if all are whole numbers, else by the UTF-16 code units of their texts.
 * `numeric`: whether all are whole numbers that JSON can hold.
 */
export function renumberBySize(list: IdList, used: Uint8Array): Renumbering & { readonly numeric: boolean } {
  const ids = idsOf(used);
  const values = wholeNumbers(list, ids);
  if (values !== null) sortByValue(ids, values);
  else {
    const all = list.texts as readonly string[];
    ids.sort((a, b) => (all[a]! < all[b]! ? -1 : 1));
  }
  return { ...renumbering(list.size, ids), numeric: values !== null };
}

/** The values of texts that are all whole numbers, else null. There may be millions of texts, so none is kept. */
function wholeNumbers(list: IdList, ids: Int32Array): Float64Array | null {
  const values = new Float64Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    const value = list.wholeNumber(ids[i]!);
    if (Number.isNaN(value)) return null;
    values[i] = value;
  }
  return values;
}

/** The texts of ids that have one. */
export function textsOf(list: IdList, ids: Int32Array): string[] {
  const texts = new Array<string>(ids.length);
  for (let i = 0; i < ids.length; i++) texts[i] = list.texts[ids[i]!]!;
  return texts;
}

/** Replaces old ids by new numbers in place; −1 stays −1. */
export function applyNumbers(column: Int32Array, numbers: Int32Array): void {
  for (let i = 0; i < column.length; i++) column[i] = column[i]! < 0 ? -1 : numbers[column[i]!]!;
}

/** Sorts ids by their values, which are all different. */
function sortByValue(ids: Int32Array, values: Float64Array): void {
  // Without a comparison of ours, typed arrays are sorted natively.
  const sorted = values.slice().sort();
  const unsorted = ids.slice();
  for (let i = 0; i < ids.length; i++) ids[placeOf(sorted, values[i]!)] = unsorted[i]!;
}

/** Where a value stands in ascending ones, which have it. */
function placeOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By id, below `size`: 1 if a column has it. */
export function usedIds(size: number, columns: readonly Int32Array[]): Uint8Array {
  const flags = new Uint8Array(size);
  for (const column of columns)
    for (let i = 0; i < column.length; i++) if (column[i]! >= 0) flags[column[i]!] = 1;
  return flags;
}

function idsOf(used: Uint8Array): Int32Array {
  const ids = new Int32Array(used.length);
  let count = 0;
  for (let id = 0; id < used.length; id++) if (used[id] === 1) ids[count++] = id;
  return ids.slice(0, count);
}

function renumbering(size: number, ids: Int32Array): Renumbering {
  const numbers = new Int32Array(size).fill(-1);
  for (let number = 0; number < ids.length; number++) numbers[ids[number]!] = number;
  return { numbers, ids };
}
