import { LARGEST_FLOAT } from "./float-matrix";
import { countAtMost, quantileCuts } from "./quantile-cuts";

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

/**
 * Cuts `x` (n × d, row-major float32, NaN = missing) into at most `maxBins` bins a column (2 to 255), by `weights` (n,
 * ≥ 0). The last bin of values has `LARGEST_FLOAT` as threshold: everything not missing lies before it.
 */
export function binMatrix(
  x: Float32Array,
  rows: number,
  weights: Float64Array,
  maxBins: number,
): BinnedMatrix {
  const columns = x.length / rows;
  const offsets = new Int32Array(columns + 1);
  const missingId = new Int32Array(columns).fill(-1);
  const thresholds = new Float32Array(columns * (maxBins + 1));
  const values = new Float32Array(rows);
  const unequal = weights.some((weight) => weight !== 1) ? weights : undefined;
  for (let j = 0; j < columns; j++) {
    let missing = 0;
    for (let i = 0, at = j; i < rows; i++, at += columns) {
      const value = (values[i] = x[at]!);
      if (Number.isNaN(value)) missing++;
    }
    let id = offsets[j]!;
    const cuts = quantileCuts(values, unequal, maxBins);
    if (cuts) {
      thresholds.set(cuts, id);
      id += cuts.length;
      thresholds[id++] = LARGEST_FLOAT;
    }
    if (missing > 0) missingId[j] = id++;
    offsets[j + 1] = id;
  }
  const total = offsets[columns]!;
  const ids = total <= 0x10000 ? new Uint16Array(x.length) : new Uint32Array(x.length);
  const byColumn = new Uint8Array(x.length);
  const binned = { rows, columns, ids, byColumn, offsets, missingId, thresholds: thresholds.slice(0, total) };
  for (let j = 0; j < columns; j++) assignIds(binned, x, j);
  return binned;
}

function assignIds(
  { rows, columns, ids, byColumn, offsets, missingId, thresholds }: BinnedMatrix,
  x: Float32Array,
  j: number,
) {
  const missing = missingId[j]!;
  const start = offsets[j]!;
  const end = missing < 0 ? offsets[j + 1]! : missing;
  for (let i = 0, at = j; i < rows; i++, at += columns) {
    const value = x[at]!;
    const id = Number.isNaN(value) ? missing : start + countAtMost(thresholds, value, start, end);
    ids[at] = id;
    byColumn[j * rows + i] = id - start;
  }
}
