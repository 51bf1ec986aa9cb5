import { findDuplicates } from "./duplicates";
import type { IdList, IdLists } from "./id-list";
import { gatherLines, type LineTable } from "./line-table";
import type { RowBlock } from "./row-block";

/** Lines of one verdict, in the order of the file, and which of them repeat an earlier one. */
export interface Candidates {
  readonly lines: LineTable;
  /** 1 for a line that is equal to an earlier one. */
  readonly duplicate: Uint8Array;
  readonly duplicates: number;
}

/** Gathers the `length` rows whose verdict `take` wants, with ids of equal text made equal. */
export function gatherCandidates(
  blocks: readonly RowBlock[],
  length: number,
  take: (verdict: number) => boolean,
  ids: IdLists,
): Candidates {
  const lines = gatherLines(blocks, length, take);
  canonicalise(lines.customer, ids.customer);
  canonicalise(lines.order, ids.order);
  canonicalise(lines.product, ids.product);
  canonicalise(lines.country, ids.country);
  const duplicate = findDuplicates(lines);
  let duplicates = 0;
  for (let i = 0; i < length; i++) duplicates += duplicate[i]!;
  return { lines, duplicate, duplicates };
}

function canonicalise(column: Int32Array, ids: IdList): void {
  for (let i = 0; i < column.length; i++) if (column[i]! >= 0) column[i] = ids.canonical[column[i]!]!;
}
