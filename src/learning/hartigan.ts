import type { Clustering } from "./lloyd";
import { type Matrix, squaredDistance } from "./matrix";

/** Passes over the rows at most. */
const MOST_PASSES = 100;
/** A move must better the inertia by more than this share of what it moves, or rounding could move a row for ever. */
const LEAST_GAIN = 1e-12;

/**
 * Betters a clustering by moving single rows: row x of cluster a goes to cluster b where the inertia falls by it, that is,
 * where n_b/(n_b + 1)·‖x − c_b‖² < n_a/(n_a − 1)·‖x − c_a‖² (Hartigan, "Clustering Algorithms", 1975, chapter 4; Telgarsky &
 * Vattani, "Hartigan's Method: k-means without Voronoi", AISTATS 2010). Where no row can move, Lloyd's algorithm cannot
 * either; the reverse does not hold. `x`: the n × d matrix of `clustering`, which is left alone. Returns the centers (k × d).
 */
export function moveSingleRows(x: Matrix, clustering: Clustering): Float64Array {
  const { data, rows: n, columns: d } = x;
  const centers = clustering.centers.data.slice();
  const labels = clustering.labels.slice();
  const sizes = clustering.sizes.slice();
  let still = 0;
  for (let step = 0, i = 0; still < n && step < MOST_PASSES * n; step++, i = i + 1 === n ? 0 : i + 1) {
    still++;
    const from = labels[i]!;
    if (sizes[from] === 1) continue;
    const to = cheapestCluster(data, i * d, d, centers, sizes, from);
    if (to === from) continue;
    moveCenters(data, i * d, d, centers, sizes, from, to);
    labels[i] = to;
    still = 0;
  }
  return centers;
}

/** The cluster that the row which begins at `at` should be in; `own` where no other is better. */
function cheapestCluster(
  data: Float64Array,
  at: number,
  d: number,
  centers: Float64Array,
  sizes: Int32Array,
  own: number,
): number {
  let best = own;
  let least = (squaredDistance(data, at, centers, own * d, d) * sizes[own]!) / (sizes[own]! - 1);
  least *= 1 - LEAST_GAIN;
  for (let c = 0; c < sizes.length; c++) {
    if (c === own) continue;
    const cost = (squaredDistance(data, at, centers, c * d, d) * sizes[c]!) / (sizes[c]! + 1);
    if (cost >= least) continue;
    least = cost;
    best = c;
  }
  return best;
}

/** Takes the row out of the mean of `from` and into that of `to`. */
function moveCenters(
  data: Float64Array,
  at: number,
  d: number,
  centers: Float64Array,
  sizes: Int32Array,
  from: number,
  to: number,
): void {
  sizes[from]!--;
  sizes[to]!++;
  for (let j = 0; j < d; j++) {
    const value = data[at + j]!;
    centers[from * d + j]! += (centers[from * d + j]! - value) / sizes[from]!;
    centers[to * d + j]! += (value - centers[to * d + j]!) / sizes[to]!;
  }
}
