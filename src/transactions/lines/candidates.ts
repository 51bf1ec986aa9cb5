import { findDuplicates } from "./duplicates";
import type { IdList } from "./id-list";
import { freeMemory, gatherLines, type LineTable } from "./line-table";
import { applyNumbers } from "./renumber";
import type { RowBlock } from "./row-block";

/** Lines in file order, and which of them repeat an earlier one. */
export interface Candidates {
  readonly lines: LineTable;
  /** 1 for a line equal to an earlier one. */
  readonly duplicate: Uint8Array;
  readonly duplicates: number;
}

/**
 * Gathers, for each of `takes`, the rows whose verdict has a 1 in it; equal product and country texts become one.
 * `mayRepeat`: equal lines are separate lines. `compared`: see `gatherLines`.
 */
export function gatherCandidates(
  blocks: readonly RowBlock[],
  takes: readonly Uint8Array[],
  ids: { readonly order: IdList; readonly product: IdList; readonly country: IdList },
  { mayRepeat, compared }: { readonly mayRepeat: boolean; readonly compared: boolean },
): Candidates[] {
  return gatherLines(blocks, takes, compared).map(({ table: lines, hashes }) => {
    applyNumbers(lines.product, ids.product.canonical);
    applyNumbers(lines.country, ids.country.canonical);
    const duplicate = mayRepeat
      ? new Uint8Array(lines.length)
      : findDuplicates(lines, hashes, ids.order.size);
    freeMemory([hashes.restLow, hashes.restHigh]);
    let duplicates = 0;
    for (let i = 0; i < lines.length; i++) duplicates += duplicate[i]!;
    return { lines, duplicate, duplicates };
  });
}
