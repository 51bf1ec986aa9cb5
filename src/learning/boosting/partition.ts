import type { BinnedMatrix } from "./binned-matrix";

/**
 * Stably reorders `rows[start]` to `rows[end − 1]` so that those that go left come first, and returns where the right
 * side begins. A row goes left when its bin id of `column` is at most `lastLeftId`, or is that of missing values and
 * `missingLeft` is set. `scratch` is as long as `rows`. No branch depends on the data, because mispredicted ones cost
 * most here.
 */
export function partitionRows(
  binned: BinnedMatrix,
  column: number,
  lastLeftId: number,
  missingLeft: boolean,
  rows: Int32Array,
  start: number,
  end: number,
  scratch: Int32Array,
): number {
  const { byColumn } = binned;
  const first = column * binned.rows;
  const lastLeft = lastLeftId - binned.offsets[column]!;
  const alsoLeft = missingLeft ? binned.missingId[column]! - binned.offsets[column]! : -1;
  let middle = start;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const bin = byColumn[first + row]!;
    const goesLeft = +(bin <= lastLeft) | +(bin === alsoLeft);
    rows[middle] = row;
    scratch[i - middle] = row;
    middle += goesLeft;
  }
  for (let i = middle; i < end; i++) rows[i] = scratch[i - middle]!;
  return middle;
}
