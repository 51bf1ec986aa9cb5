import { plainFields } from "../spill/loaded-page";
import { Pages } from "../spill/pages";
import type { SpillRoom } from "../spill/spill-file";
import type { DuplicateSearch } from "./duplicates";
import { GatheredAgain } from "./gathered-again";
import type { IdList } from "./id-list";
import { LineGatherer } from "./line-gatherer";
import { type LineTable, newTable } from "./line-table";
import type { OrderRows } from "./order-rows";
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
 * Gathers the rows whose verdict has a 1 in `take`. `search`: among those; null if equal lines are separate lines. Join
 * equal texts first.
 */
export function gatherCandidates(
  { blocks, kernel }: Pick<OrderRows, "blocks" | "kernel">,
  take: Uint8Array,
  search: DuplicateSearch | null,
  gathering: Gathering,
): Candidates {
  const gatherer = new LineGatherer(kernel);
  if (gathering === "again") return gatherAgain(blocks, take, search, gatherer);
  const tables = new Pages<LineTable>(plainFields, gathering === "whole" ? null : gathering);
  let whole: LineTable | null = null;
  if (gathering === "whole") {
    let count = 0;
    for (const block of blocks) count += gatherer.count(block, take);
    whole = newTable(count, blocks.at(0));
    tables.push(whole);
  }
  let at = 0;
  let lines = 0;
  let duplicates = 0;
  for (const [number, block] of blocks.entries()) {
    const count = gatherer.begin(block, take);
    const table: LineTable = whole ?? newTable(count, block);
    gatherer.copyTo(table, block, at);
    duplicates += search?.find(number, block, gatherer, table.duplicate, at) ?? 0;
    lines += count;
    if (whole === null) tables.push(table);
    else at = lines;
  }
  return { tables, lines, duplicates };
}

/** Only looks for repetitions. */
function gatherAgain(
  blocks: Pages<RowBlock>,
  take: Uint8Array,
  search: DuplicateSearch | null,
  gatherer: LineGatherer,
): Candidates {
  const tables = new GatheredAgain(blocks, take, gatherer);
  const flags = new Uint8Array(blockRows);
  let lines = 0;
  let duplicates = 0;
  for (const [number, block] of blocks.entries()) {
    const count = gatherer.begin(block, take);
    flags.fill(0, 0, count);
    search?.find(number, block, gatherer, flags, 0);
    const repeated: number[] = [];
    for (let i = 0; i < count; i++) if (flags[i] === 1) repeated.push(i);
    tables.repeated.push(Int32Array.from(repeated));
    lines += count;
    duplicates += repeated.length;
  }
  return { tables, lines, duplicates };
}
