import { type Matrix, matrix } from "./matrix";

/** Indices of a partition that need no pairs of rows. */
export interface ClusterIndices {
  /** Between over within variance per degree of freedom; higher is better. NaN for one cluster or as many as rows. */
  readonly calinskiHarabasz: number;
  /** Mean over clusters of the worst (spread + spread) / distance of centers; lower is better. NaN for one cluster. */
  readonly daviesBouldin: number;
}

/**
 * Calinski & Harabasz (Communications in Statistics 3(1), 1974) and Davies & Bouldin (IEEE Transactions on Pattern Analysis
 * and Machine Intelligence 1(2), 1979, with mean distances) of the labeling `labels` (n, 0 and up; empty clusters do not
 * count) of `x` (n × d). Throws a RangeError where the lengths differ or are 0.
 */
export function clusterIndices(x: Matrix, labels: Int32Array): ClusterIndices {
  const n = x.rows;
  if (n === 0 || labels.length !== n) throw new RangeError(`${n} rows but ${labels.length} labels`);
  const { centers, sizes, grandMean } = clusterMeans(x, labels);
  const spread = new Float64Array(sizes.length);
  let within = 0;
  for (let i = 0; i < n; i++) {
    const label = labels[i]!;
    const squared = squaredDistance(x, i, centers, label);
    within += squared;
    spread[label]! += Math.sqrt(squared) / sizes[label]!;
  }
  const present = Array.from(sizes.keys()).filter((c) => sizes[c]! > 0);
  const k = present.length;
  let between = 0;
  for (const c of present) between += sizes[c]! * squaredDistance(centers, c, grandMean, 0);
  let worst = 0;
  for (const a of present) {
    let ratio = 0;
    for (const b of present) {
      if (a === b) continue;
      ratio = Math.max(ratio, (spread[a]! + spread[b]!) / Math.sqrt(squaredDistance(centers, a, centers, b)));
    }
    worst += ratio;
  }
  return {
    calinskiHarabasz: k > 1 && k < n ? between / (k - 1) / (within / (n - k)) : Number.NaN,
    daviesBouldin: k > 1 ? worst / k : Number.NaN,
  };
}

function clusterMeans(
  x: Matrix,
  labels: Int32Array,
): { centers: Matrix; sizes: Float64Array; grandMean: Matrix } {
  const d = x.columns;
  const k = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const centers = matrix(k, d);
  const grandMean = matrix(1, d);
  const sizes = new Float64Array(k);
  for (let i = 0; i < x.rows; i++) {
    const label = labels[i]!;
    if (label < 0) throw new RangeError(`label ${label} is below 0`);
    sizes[label]!++;
    for (let j = 0; j < d; j++) {
      centers.data[label * d + j]! += x.data[i * d + j]!;
      grandMean.data[j]! += x.data[i * d + j]! / x.rows;
    }
  }
  for (let i = 0; i < centers.data.length; i++) centers.data[i]! /= sizes[Math.floor(i / d)]! || 1;
  return { centers, sizes, grandMean };
}

function squaredDistance(a: Matrix, rowA: number, b: Matrix, rowB: number): number {
  const d = a.columns;
  let sum = 0;
  for (let j = 0; j < d; j++) sum += (a.data[rowA * d + j]! - b.data[rowB * d + j]!) ** 2;
  return sum;
}
