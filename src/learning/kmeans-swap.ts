import { drawProportional } from "./kmeans-seeding";
import type { Clustering } from "./lloyd";
import type { Matrix } from "./matrix";
import type { Random } from "./random";

/**
 * Starting centers (k × d) for another try: those of `clustering` with one, drawn at random, put on a row of `x` (n ×
 * d) that is drawn with probability proportional to its squared distance to its center. Lloyd's algorithm from there
 * can escape a local minimum (Fränti, "Efficiency of random swap clustering", Journal of Big Data 5:13, 2018; the draw
 * by distance is that of k-means++).
 */
export function randomSwap(x: Matrix, clustering: Clustering, random: Random): Float64Array {
  const d = x.columns;
  const { centers, labels } = clustering;
  const squared = new Float64Array(x.rows);
  let total = 0;
  for (let i = 0; i < x.rows; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) {
      const difference = x.data[i * d + j]! - centers.data[labels[i]! * d + j]!;
      sum += difference * difference;
    }
    squared[i] = sum;
    total += sum;
  }
  const start = centers.data.slice();
  const removed = random.integer(centers.rows);
  const row = drawProportional(squared, total, random);
  start.set(x.data.subarray(row * d, row * d + d), removed * d);
  return start;
}
