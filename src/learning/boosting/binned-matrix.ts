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
  /** n × d, row-major: the bin of each value within its column, the id less `offsets[j]`. */
  readonly byRow: Uint8Array;
  /** d × n, column after column: the same. Closer together for reading one column of many rows. */
  readonly byColumn: Uint8Array;
  /** d + 1 ids: where the bins of each column begin. */
  readonly offsets: Int32Array;
  /** d ids: the bin of the missing values of a column; −1 if it has none. */
  readonly missingId: Int32Array;
  /** A threshold an id: "x < threshold" holds exactly for the values of the column in this bin and those before. */
  readonly thresholds: Float32Array;
}

/** Rows that are transposed together. */
const BAND = 512;

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
    byRow: rowMajor(byColumn, rows, columns),
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

/** The transpose, a band of rows at a time, so that what it writes stays in the cache. */
function rowMajor(byColumn: Uint8Array, rows: number, columns: number): Uint8Array {
  const out = new Uint8Array(byColumn.length);
  for (let from = 0; from < rows; from += BAND) {
    const to = Math.min(rows, from + BAND);
    for (let j = 0; j < columns; j++) {
      const first = j * rows;
      for (let i = from, at = from * columns + j; i < to; i++, at += columns) out[at] = byColumn[first + i]!;
    }
  }
  return out;
}
