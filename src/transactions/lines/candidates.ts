import { findDuplicates } from "./duplicates";
import type { IdList } from "./id-list";
import { gatherLines, type LineTable } from "./line-table";
import { applyNumbers } from "./renumber";
import type { RowBlock } from "./row-block";

/** Lines in file order, and which of them repeat an earlier one. */
export interface Candidates {
  readonly lines: LineTable;
  /** 1 for a line equal to an earlier one. */
  readonly duplicate: Uint8Array;
  readonly duplicates: number;
}

/** Makes equal product and country texts one, in place. */
export function joinEqualTexts(
  blocks: readonly RowBlock[],
  ids: { readonly product: IdList; readonly country: IdList },
): void {
  for (const { runs, items } of blocks) {
    applyNumbers(runs.country, ids.country.canonical);
    applyNumbers(items.product, ids.product.canonical);
  }
}

/**
 * Gathers the rows whose verdict has a 1 in `take`. `orders`: number of orders. `mayRepeat`: equal lines are separate
 * lines. Join equal texts first.
 */
export function gatherCandidates(
  blocks: readonly RowBlock[],
  take: Uint8Array,
  orders: number,
  mayRepeat: boolean,
): Candidates {
  const found = mayRepeat ? null : findDuplicates(blocks, take, orders);
  const lines = gatherLines(blocks, take);
  const duplicate = found ?? new Uint8Array(lines.length);
  let duplicates = 0;
  for (let i = 0; i < lines.length; i++) duplicates += duplicate[i]!;
  return { lines, duplicate, duplicates };
}
