import type { OrderRows } from "./order-rows";
import { kept, verdictOf } from "./verdict";

const replaced = verdictOf("replaced_row");

/**
 * Marks rows of orders that a later export in the same file has again, where a column says which export a row comes from. The
 * newest export is the one with the latest date, or, where the exports are not dated, the last in the file.
 */
export function markReplaced(rows: OrderRows, orders: number): void {
  const dictionary = rows.words.exported_at;
  if (dictionary === undefined || dictionary.size < 2) return;
  const texts = Array.from({ length: dictionary.size }, (_, id) => dictionary.text(id));
  const isDated = texts.every((text) => text === "" || /^\d{4}\D?\d{2}\D?\d{2}/.test(text));
  const rank = new Int32Array(texts.length);
  const byAge = texts.map((_, id) => id);
  if (isDated) byAge.sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : 0));
  byAge.forEach((id, age) => {
    rank[id] = age;
  });
  const newest = new Int32Array(orders).fill(-1);
  const each = (visit: (order: number, age: number, set: () => void) => void) => {
    for (const block of rows.blocks) {
      const words = block.words.exported_at!;
      for (let i = 0; i < block.length; i++) {
        if (block.order[i]! < 0) continue;
        visit(block.order[i]!, rank[words[i]!]!, () => {
          if (block.verdict[i] === kept) block.verdict[i] = replaced;
        });
      }
    }
  };
  each((order, age) => {
    if (age > newest[order]!) newest[order] = age;
  });
  each((order, age, set) => {
    if (age < newest[order]!) set();
  });
}
