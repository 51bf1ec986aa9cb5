import type { BinnedMatrix } from "./binned-matrix";

/**
 * Sums gradients and hessians by bin over the rows `rows[start]` to `rows[end − 1]`. `derivatives`: 2n, gradient and
 * hessian of a row side by side. `out`: 2 numbers a bin id, the same way; the bins of `columns` (ascending; all by
 * default) are overwritten, those of the others left alone. Row after row over adjacent ids was the fastest order
 * measured (docs/decisions/0005): a row's gradient stays in registers for all of its columns.
 */
export function buildHistogram(
  binned: BinnedMatrix,
  columns: Int32Array | undefined,
  rows: Int32Array,
  start: number,
  end: number,
  derivatives: Float64Array,
  out: Float64Array,
): void {
  if (columns) {
    for (let k = 0; k < columns.length; k++) {
      const j = columns[k]!;
      out.fill(0, 2 * binned.offsets[j]!, 2 * binned.offsets[j + 1]!);
    }
    sumSomeColumns(binned, columns, rows, start, end, derivatives, out);
  } else {
    out.fill(0);
    sumAllColumns(binned, rows, start, end, derivatives, out);
  }
}

/** Turns the histogram of a node into that of one child, given the other's: `parent −= child`, over the same columns. */
export function subtractHistogram(
  { columns: width, offsets }: BinnedMatrix,
  columns: Int32Array | undefined,
  parent: Float64Array,
  child: Float64Array,
): void {
  const count = columns ? columns.length : width;
  for (let k = 0; k < count; k++) {
    const j = columns ? columns[k]! : k;
    const end = 2 * offsets[j + 1]!;
    for (let i = 2 * offsets[j]!; i < end; i++) parent[i]! -= child[i]!;
  }
}

function sumAllColumns(
  binned: BinnedMatrix,
  rows: Int32Array,
  start: number,
  end: number,
  derivatives: Float64Array,
  out: Float64Array,
): void {
  const { ids, columns: width } = binned;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const gradient = derivatives[2 * row]!;
    const hessian = derivatives[2 * row + 1]!;
    const last = row * width + width;
    for (let at = row * width; at < last; at++) {
      const bin = 2 * ids[at]!;
      out[bin]! += gradient;
      out[bin + 1]! += hessian;
    }
  }
}

function sumSomeColumns(
  binned: BinnedMatrix,
  columns: Int32Array,
  rows: Int32Array,
  start: number,
  end: number,
  derivatives: Float64Array,
  out: Float64Array,
): void {
  const { ids, columns: width } = binned;
  const count = columns.length;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const gradient = derivatives[2 * row]!;
    const hessian = derivatives[2 * row + 1]!;
    const first = row * width;
    for (let k = 0; k < count; k++) {
      const bin = 2 * ids[first + columns[k]!]!;
      out[bin]! += gradient;
      out[bin + 1]! += hessian;
    }
  }
}
