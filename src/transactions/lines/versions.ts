import { CutOrders, ExportSurvey } from "./cut-orders";
import type { OrderRows } from "./order-rows";
import { linesOf } from "./row-block";
import { kept, verdictOf } from "./verdict";

const replaced = verdictOf("replaced_row");

/**
 * Marks rows of orders that a later export in the same file repeats, if a column says which export a row comes from.
 * The newest export is the one with the latest date or, without dates, the last in the file.
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
      const { order, words } = block.runs;
      for (let i = 0; i < block.length; i++) {
        const run = block.run[i]!;
        if (order[run]! < 0) continue;
        visit(order[run]!, rank[words.exported_at![run]!]!, () => {
          if (block.verdict[i] === kept) block.verdict[i] = replaced;
        });
      }
    }
  };
  each((order, age) => {
    if (age > newest[order]!) newest[order] = age;
  });
  const cut = cutOrders(rows, rank, newest);
  each((order, age, set) => {
    if (age < newest[order]! && cut[order] === 0) set();
  });
}

/** Orders that their newest export may hold in part: their rows are joined, not replaced. */
function cutOrders(rows: OrderRows, rank: Int32Array, newest: Int32Array): Uint8Array {
  const surveys = Array.from(rank, () => new ExportSurvey());
  for (const runs of rows.runs)
    for (let i = 0; i < runs.length; i++)
      surveys[rank[runs.words.exported_at![i]!]!]!.add(runs.order[i]!, linesOf(runs, i));
  const cut = new CutOrders(newest);
  surveys.forEach(({ rows, first, last }, age) => {
    for (const [order, count] of rows) cut.add(order, age, count, order === first || order === last);
  });
  return cut.flags();
}
