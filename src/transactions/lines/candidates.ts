import { Pages, plainPages } from "../spill/pages";
import type { SpillRoom } from "../spill/spill-file";
import { DuplicateSearch } from "./duplicates";
import { GatheredAgain } from "./gathered-again";
import type { IdList } from "./id-list";
import { copyLines, type LineTable, newTable, positionsOf } from "./line-table";
import { applyNumbers } from "./renumber";
import { blockRows, type RowBlock } from "./row-block";

/** Lines in file order, with marks on those that repeat an earlier one. */
export interface Candidates {
  readonly tables: Pages<LineTable> | GatheredAgain;
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

/** Where gathered lines go: one table in memory, a table of each block in a room, or nowhere. */
export type Gathering = "whole" | SpillRoom | "again";

/**
 * Gathers the rows whose verdict has a 1 in `take`. `orders`: number of orders. `mayRepeat`: equal lines are separate
 * lines. Join equal texts first.
 */
export function gatherCandidates(
  blocks: Pages<RowBlock>,
  take: Uint8Array,
  orders: number,
  mayRepeat: boolean,
  gathering: Gathering,
): Candidates {
  const search = mayRepeat ? null : new DuplicateSearch(blocks, take, orders);
  if (gathering === "again") return gatherAgain(blocks, take, search);
  const tables = new Pages<LineTable>(plainPages(), gathering === "whole" ? null : gathering);
  let whole: LineTable | null = null;
  if (gathering === "whole") {
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

/** Only looks for repetitions. */
function gatherAgain(blocks: Pages<RowBlock>, take: Uint8Array, search: DuplicateSearch | null): Candidates {
  const tables = new GatheredAgain(blocks, take);
  const flags = new Uint8Array(blockRows);
  let lines = 0;
  let duplicates = 0;
  for (const [number, block] of blocks.entries()) {
    let count = 0;
    for (let i = 0; i < block.length; i++) count += take[block.verdict[i]!]!;
    flags.fill(0, 0, count);
    search?.find(number, block, flags, 0);
    const repeated: number[] = [];
    for (let i = 0; i < count; i++) if (flags[i] === 1) repeated.push(i);
    tables.repeated.push(Int32Array.from(repeated));
    lines += count;
    duplicates += repeated.length;
  }
  return { tables, lines, duplicates };
}

function countOf(blocks: Iterable<RowBlock>, take: Uint8Array): number {
  let count = 0;
  for (const { verdict } of blocks) for (let i = 0; i < verdict.length; i++) count += take[verdict[i]!]!;
  return count;
}
