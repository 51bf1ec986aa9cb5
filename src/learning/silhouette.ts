import { type Matrix, takeRows } from "./matrix";
import type { Random } from "./random";
import { pairwiseSum } from "./special/pairwise-sum";

/** Larger data are sampled down to this many rows, whose pairs take about a tenth of a second. */
export const EXACT_SILHOUETTE_ROWS = 5000;

interface Silhouette {
  /** Mean over rows, −1 to 1; NaN if there is one cluster, or every row is one. */
  readonly mean: number;
  /** Rows used: all of them, or the size of the sample. */
  readonly rows: number;
}

/**
 * The mean silhouette (Rousseeuw, Journal of Computational and Applied Mathematics 20, 1987) of one or more labelings
 * of the same rows: exact up to `limit` rows; beyond that, exact on a seeded sample of `limit` rows. `x`: n × d,
 * finite; each labeling: n labels of 0 and up. Distances are Euclidean. Throws a RangeError on bad input.
 */
export function silhouettes(
  x: Matrix,
  labelings: readonly Int32Array[],
  random: Random,
  limit = EXACT_SILHOUETTE_ROWS,
): Silhouette[] {
  if (x.rows <= limit) return silhouetteSamples(x, labelings).map(meanOf);
  const index = random.sample(x.rows, limit);
  const sampled = labelings.map((labels) => Int32Array.from(index, (i) => labels[i]!));
  return silhouetteSamples(takeRows(x, index), sampled).map(meanOf);
}

function meanOf(samples: Float64Array): Silhouette {
  return { mean: pairwiseSum(samples) / samples.length, rows: samples.length };
}

/**
 * The silhouette of every row (n) under every labeling, exactly: (b − a) / max(a, b), with a the mean distance to the
 * rest of its own cluster and b the least mean distance to another; 0 in a cluster of one; NaN throughout if there is
 * only one cluster, or every row is one. O(n²·d) time for all labelings together, O(n·d) memory.
 *
 * Rows that all labelings put together form a cell. Distances are summed by cell, and the sums of the cells add up to
 * those of each labeling's clusters: each pair needs one square root, whatever the number of labelings.
 */
export function silhouetteSamples(x: Matrix, labelings: readonly Int32Array[]): Float64Array[] {
  checkLabelings(x, labelings);
  const cells = cellsOf(labelings, x.rows);
  const columns = columnsInOrder(x, cells.order);
  const clusterings = labelings.map((labels) => clusterSums(labels, cells));
  const out = labelings.map(() => new Float64Array(x.rows));
  const squared = new Float64Array(x.rows);
  const sums = new Float64Array(cells.count);
  for (let place = 0; place < x.rows; place++) {
    squaredDistancesFrom(columns, place, squared);
    sumByCell(squared, cells.start, sums);
    const row = cells.order[place]!;
    clusterings.forEach((clustering, l) => {
      out[l]![row] = silhouetteOf(clustering, labelings[l]![row]!, sums);
    });
  }
  return out;
}

/** Rows by cell: `order[start[c] .. start[c + 1])` are the rows of cell c. */
interface Cells {
  readonly count: number;
  readonly order: Int32Array;
  readonly start: Int32Array;
}

/** Groups rows with the same label in every labeling. */
function cellsOf(labelings: readonly Int32Array[], n: number): Cells {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  order.sort((a, b) => {
    for (const labels of labelings) if (labels[a] !== labels[b]) return labels[a]! - labels[b]!;
    return a - b;
  });
  const start = [0];
  for (let place = 1; place < n; place++) {
    const same = labelings.every((labels) => labels[order[place]!] === labels[order[place - 1]!]);
    if (!same) start.push(place);
  }
  return { count: start.length, order, start: Int32Array.from([...start, n]) };
}

/** One labeling's clusters, as groups of cells, with buffers for one row. */
interface ClusterSums {
  readonly sizes: Int32Array;
  /** Cluster of each cell. */
  readonly ofCell: Int32Array;
  readonly sums: Float64Array;
  /** Whether there are at least two clusters, and fewer than rows. */
  readonly defined: boolean;
}

function clusterSums(labels: Int32Array, { order, start, count }: Cells): ClusterSums {
  const sizes = new Int32Array(labels.reduce((most, label) => Math.max(most, label), 0) + 1);
  for (const label of labels) sizes[label]!++;
  const clusters = sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0);
  return {
    sizes,
    ofCell: Int32Array.from({ length: count }, (_, c) => labels[order[start[c]!]!]!),
    sums: new Float64Array(sizes.length),
    defined: clusters > 1 && clusters < labels.length,
  };
}

function columnsInOrder({ data, rows, columns }: Matrix, order: Int32Array): Float64Array[] {
  return Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, place) => data[order[place]! * columns + j]!),
  );
}

/** Squared distances of the row at `place` to all rows, column by column. */
function squaredDistancesFrom(columns: readonly Float64Array[], place: number, out: Float64Array): void {
  out.fill(0);
  for (const column of columns) {
    const value = column[place]!;
    for (let i = 0; i < out.length; i++) {
      const difference = column[i]! - value;
      out[i]! += difference * difference;
    }
  }
}

function sumByCell(squared: Float64Array, start: Int32Array, sums: Float64Array): void {
  for (let c = 0; c < sums.length; c++) {
    const end = start[c + 1]!;
    let sum = 0;
    for (let i = start[c]!; i < end; i++) sum += Math.sqrt(squared[i]!);
    sums[c] = sum;
  }
}

function silhouetteOf(
  { sizes, ofCell, sums, defined }: ClusterSums,
  own: number,
  cellSums: Float64Array,
): number {
  if (!defined) return Number.NaN;
  if (sizes[own] === 1) return 0;
  sums.fill(0);
  for (let c = 0; c < ofCell.length; c++) sums[ofCell[c]!]! += cellSums[c]!;
  const within = sums[own]! / (sizes[own]! - 1);
  let nearest = Number.POSITIVE_INFINITY;
  for (let c = 0; c < sums.length; c++) {
    if (c === own || sizes[c] === 0) continue;
    const mean = sums[c]! / sizes[c]!;
    if (mean < nearest) nearest = mean;
  }
  const greater = Math.max(within, nearest);
  return greater === 0 ? 0 : (nearest - within) / greater;
}

function checkLabelings(x: Matrix, labelings: readonly Int32Array[]): void {
  if (x.rows === 0) throw new RangeError("no rows to take a silhouette of");
  for (const labels of labelings) {
    if (labels.length !== x.rows) throw new RangeError(`${x.rows} rows but ${labels.length} labels`);
    for (const label of labels) if (label < 0) throw new RangeError(`label ${label} is below 0`);
  }
  for (let i = 0; i < x.data.length; i++) {
    if (!Number.isFinite(x.data[i]!)) {
      throw new RangeError(`row ${Math.floor(i / x.columns)}, column ${i % x.columns} is ${x.data[i]}`);
    }
  }
}
