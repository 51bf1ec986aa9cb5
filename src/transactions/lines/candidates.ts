import { Pages, plainPages } from "../spill/pages";
import type { SpillRoom } from "../spill/spill-file";
import { DuplicateSearch } from "./duplicates";
import type { IdList } from "./id-list";
import { copyLines, type LineTable, newTable, positionsOf } from "./line-table";
import { applyNumbers } from "./renumber";
import { blockRows, type RowBlock } from "./row-block";

/** Lines in file order, with marks on those that repeat an earlier one. */
export interface Candidates {
  /** One table if the rows were in memory. */
  readonly tables: Pages<LineTable>;
  readonly lines: number;
  duplicates: number;
}

/** Makes equal product and country texts one, in place. */
export function joinEqualTexts(
  blocks: Iterable<RowBlock>,
  ids: { readonly product: IdList; readonly country: IdList },
): void {
  for (const { runs, items } of blocks) {
    applyNumbers(runs.country, ids.country.canonical);
    applyNumbers(items.product, ids.product.canonical);
  }
}

/**
 * Gathers the rows whose verdict has a 1 in `take`. `orders`: number of orders. `mayRepeat`: equal lines are separate
 * lines. `room`: where the lines go, block by block; null for one table in memory. Join equal texts first.
 */
export function gatherCandidates(
  blocks: Pages<RowBlock>,
  take: Uint8Array,
  orders: number,
  mayRepeat: boolean,
  room: SpillRoom | null,
): Candidates {
  const search = mayRepeat ? null : new DuplicateSearch(blocks, take, orders);
  const tables = new Pages<LineTable>(plainPages(), room);
  let whole: LineTable | null = null;
  if (room === null) {
    whole = newTable(countOf(blocks, take), blocks.at(0));
    tables.push(whole);
  }
  const rows = new Int32Array(blockRows);
  let at = 0;
  let lines = 0;
  let duplicates = 0;
  for (const [number, block] of blocks.entries()) {
    const positions = positionsOf(block.verdict, block.length, take, rows);
    const table: LineTable = whole ?? newTable(positions.length, block);
    copyLines(block, positions, table, at);
    search?.find(number, block, table.duplicate, at);
    for (let i = at; i < at + positions.length; i++) duplicates += table.duplicate[i]!;
    lines += positions.length;
    if (whole === null) tables.push(table);
    else at = lines;
  }
  return { tables, lines, duplicates };
}

function countOf(blocks: Iterable<RowBlock>, take: Uint8Array): number {
  let count = 0;
  for (const { verdict } of blocks) for (let i = 0; i < verdict.length; i++) count += take[verdict[i]!]!;
  return count;
}
