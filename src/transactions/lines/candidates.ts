import { findDuplicates } from "./duplicates";
import type { IdList } from "./id-list";
import { gatherLines, type LineTable } from "./line-table";
import type { RowBlock } from "./row-block";

/** Lines in the order of the file, and which of them repeat an earlier one. */
export interface Candidates {
  readonly lines: LineTable;
  /** 1 for a line that is equal to an earlier one. */
  readonly duplicate: Uint8Array;
  readonly duplicates: number;
}

/** Gathers the rows whose verdict has a 1 in `take`, with products and countries of equal text made equal. `mayRepeat`: equal lines are lines of their own. */
export function gatherCandidates(
  blocks: readonly RowBlock[],
  take: Uint8Array,
  ids: { readonly product: IdList; readonly country: IdList },
  mayRepeat: boolean,
): Candidates {
  const lines = gatherLines(blocks, take);
  canonicalise(lines.product, ids.product);
  canonicalise(lines.country, ids.country);
  const duplicate = mayRepeat ? new Uint8Array(lines.length) : findDuplicates(lines);
  let duplicates = 0;
  for (let i = 0; i < lines.length; i++) duplicates += duplicate[i]!;
  return { lines, duplicate, duplicates };
}

function canonicalise(column: Int32Array, ids: IdList): void {
  for (let i = 0; i < column.length; i++) if (column[i]! >= 0) column[i] = ids.canonical[column[i]!]!;
}
