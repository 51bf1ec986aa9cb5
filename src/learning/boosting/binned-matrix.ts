import type { Matrix } from "../matrix";
import { ColumnOrder } from "./column-order";
import { floatColumn, LARGEST_FLOAT } from "./float-matrix";
import { quantileCuts } from "./quantile-cuts";

/**
 * A matrix cut into bins. Bins are numbered across all columns: column j owns the ids `offsets[j]` to `offsets[j + 1] −
 * 1`, in the order of its values; if a column has missing values, its last id is theirs.
 */
export interface BinnedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** n × d, row-major: the bin id of each value. Sixteen bits if the ids fit: half the memory traffic. */
  readonly ids: Uint16Array | Uint32Array;
  /** d × n, column after column: the same less `offsets[j]`. Closer together for reading one column of many rows. */
  readonly byColumn: Uint8Array;
  /** d + 1 ids: where the bins of each column begin. */
  readonly offsets: Int32Array;
  /** d ids: the bin of the missing values of a column; −1 if it has none. */
  readonly missingId: Int32Array;
  /** A threshold an id: "x < threshold" holds exactly for the values of the column in this bin and those before. */
  readonly thresholds: Float32Array;
}

/** The bins of the matrices fitted on without weights, for as long as those live: a search fits on the same few. */
const kept = new WeakMap<Matrix, { readonly maxBins: number; readonly binned: BinnedMatrix }>();

/** `binMatrix` of `x`. Without weights the answer is kept for the next call, so a matrix must not change after one. */
export function binsOf(x: Matrix, weights: Float64Array | undefined, maxBins: number): BinnedMatrix {
  if (weights) return binMatrix(x, weights, maxBins);
  const known = kept.get(x);
  if (known?.maxBins === maxBins) return known.binned;
  const binned = binMatrix(x, undefined, maxBins);
  kept.set(x, { maxBins, binned });
  return binned;
}

/**
 * Cuts `x` (n × d, NaN = missing), rounded to float32, into at most `maxBins` bins a column (2 to 255), by `weights` (n,
 * ≥ 0; all equal if undefined). The last bin of values has `LARGEST_FLOAT` as threshold: everything not missing lies
 * before it. Throws a RangeError for a value too large for float32.
 */
export function binMatrix(x: Matrix, weights: Float64Array | undefined, maxBins: number): BinnedMatrix {
  const { rows, columns } = x;
  const offsets = new Int32Array(columns + 1);
  const missingId = new Int32Array(columns).fill(-1);
  const thresholds = new Float32Array(columns * (maxBins + 1));
  const byColumn = new Uint8Array(x.data.length);
  const values = new Float32Array(rows);
  const order = new ColumnOrder(rows);
  const unequal = weights?.some((weight) => weight !== 1) ? weights : undefined;
  for (let j = 0; j < columns; j++) {
    floatColumn(x, j, values);
    const ascending = order.of(values);
    const cuts = quantileCuts(values, ascending, unequal, maxBins);
    let id = offsets[j]!;
    if (cuts) {
      thresholds.set(cuts, id);
      id += cuts.length;
      thresholds[id++] = LARGEST_FLOAT;
    }
    const bins = byColumn.subarray(j * rows, (j + 1) * rows);
    if (ascending.length < rows) {
      bins.fill(id - offsets[j]!);
      missingId[j] = id++;
    }
    if (cuts) assignBins(values, ascending, thresholds.subarray(offsets[j]!), bins);
    offsets[j + 1] = id;
  }
  const total = offsets[columns]!;
  return {
    rows,
    columns,
    ids: rowMajorIds(byColumn, offsets, rows, columns),
    byColumn,
    offsets,
    missingId,
    thresholds: thresholds.slice(0, total),
  };
}

/** Writes the bin of each of the rows `ascending`, in the order of their `values`, to `bins`. */
function assignBins(
  values: Float32Array,
  ascending: Int32Array,
  thresholds: Float32Array,
  bins: Uint8Array,
): void {
  let bin = 0;
  for (let i = 0; i < ascending.length; i++) {
    const row = ascending[i]!;
    while (values[row]! >= thresholds[bin]!) bin++;
    bins[row] = bin;
  }
}

/** Numbers the bins through all columns, row after row. */
function rowMajorIds(
  byColumn: Uint8Array,
  offsets: Int32Array,
  rows: number,
  columns: number,
): Uint16Array | Uint32Array {
  const ids =
    offsets[columns]! <= 0x10000 ? new Uint16Array(byColumn.length) : new Uint32Array(byColumn.length);
  for (let j = 0; j < columns; j++) {
    const start = offsets[j]!;
    const first = j * rows;
    for (let i = 0, at = j; i < rows; i++, at += columns) ids[at] = start + byColumn[first + i]!;
  }
  return ids;
}
