import { type IdList, isJsonInteger } from "./id-list";

/** New numbers for the ids in use, and their texts in the order of these numbers. */
interface Renumbering {
  readonly texts: readonly string[];
  /** Old id → new number; −1 if unused. */
  readonly numbers: Int32Array;
  /** Whether all texts are whole numbers that JSON can hold. */
  readonly numeric: boolean;
}

/** Numbers the ids in the columns by first appearance in the file. −1 in a column is no id. */
export function renumberByAppearance(ids: IdList, columns: readonly Int32Array[]): Renumbering {
  return renumber(ids, usedIds(ids, columns));
}

/** Numbers the ids in the columns by value if all are whole numbers, else by the UTF-16 code units of their texts. */
export function renumberBySize(ids: IdList, columns: readonly Int32Array[]): Renumbering {
  const used = usedIds(ids, columns);
  const texts = ids.texts as readonly string[];
  if (used.every((id) => isJsonInteger(texts[id]!))) {
    const values = Float64Array.from(texts, (text) => Number(text));
    used.sort((a, b) => values[a]! - values[b]!);
  } else used.sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1));
  return renumber(ids, used);
}

/** Replaces old ids by new numbers in place; −1 stays −1. */
export function applyNumbers(column: Int32Array, numbers: Int32Array): void {
  for (let i = 0; i < column.length; i++) column[i] = column[i]! < 0 ? -1 : numbers[column[i]!]!;
}

function usedIds(ids: IdList, columns: readonly Int32Array[]): number[] {
  const flags = new Uint8Array(ids.texts.length);
  for (const column of columns)
    for (let i = 0; i < column.length; i++) if (column[i]! >= 0) flags[column[i]!] = 1;
  const used: number[] = [];
  for (let id = 0; id < flags.length; id++) if (flags[id] === 1) used.push(id);
  return used;
}

function renumber(ids: IdList, order: readonly number[]): Renumbering {
  const numbers = new Int32Array(ids.texts.length).fill(-1);
  order.forEach((id, number) => {
    numbers[id] = number;
  });
  const texts = order.map((id) => ids.texts[id]!);
  return { texts, numbers, numeric: texts.every(isJsonInteger) };
}
