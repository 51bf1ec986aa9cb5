import { adjustedRand } from "./adjusted-rand";
import { columnMoments } from "./column-moments";
import { EXPLORED_ROWS, type KMeansFit, kMeans } from "./kmeans";
import { nearestCenters } from "./lloyd";
import { type Matrix, matrix, takeRows } from "./matrix";
import type { Random } from "./random";
import { EXACT_SILHOUETTE_ROWS, silhouettes } from "./silhouette";
import { pairwiseSum } from "./special/pairwise-sum";

/** Results for one number of clusters. */
export interface ClusterCandidate {
  readonly k: number;
  /** Not converged if only a sample of the rows was looked at: see `settled`. */
  readonly fit: KMeansFit;
  readonly inertia: number;
  /** Mean silhouette, −1 to 1; of a sample above 5,000 rows, or above those that are looked at. */
  readonly silhouette: number;
  /** Rows a cluster. */
  readonly sizes: Int32Array;
  /** Share of the rows in the smallest cluster, 0 to 1. */
  readonly smallestShare: number;
  /**
   * Mean adjusted Rand index of the clusters against those learned from random halves of the rows; 1: perfectly stable.
   */
  readonly stability: number;
  /** Standard deviation of that index over the halves; 0 for one half. */
  readonly stabilitySpread: number;
}

interface ExploreOptions {
  /** Starts for each k. Default 10. */
  readonly nInit?: number;
  /** Random swaps for each k, as in `kMeans`. Default 20. */
  readonly swaps?: number;
  /** Random halves on which stability is measured, 1 or more. Default 10. */
  readonly halves?: number;
  /** Most rows to look at; the others are labelled by what is found in them. Default 10,000. */
  readonly mostRows?: number;
  readonly random: Random;
}

/** Starts of a fit to half of the rows. */
const HALF_STARTS = 3;
/** More rows reveal nothing more about stability: halves are no larger than this. */
const LARGEST_HALF = 5_000;

/**
 * The trade-off between numbers of clusters: k-means of `x` (n × d, finite) for each of `ks` (1 ≤ k ≤ n/2), with the
 * evidence for and against each. Stability follows Lange, Roth, Braun & Buhmann (Neural Computation 16(6), 2004) in
 * idea: centers learned from a random half label all rows, and are compared with the fit to all. Of many rows, a sample
 * is looked at, and its centers label the others. Deterministic in `random`; the result for one k does not depend on the other `ks`, except for the silhouette's sample. Throws
 * RangeErrors.
 */
export function exploreClusters(
  x: Matrix,
  ks: readonly number[],
  options: ExploreOptions,
): ClusterCandidate[] {
  const { nInit = 10, swaps = 20, halves = 10, mostRows = EXPLORED_ROWS, random } = options;
  if (!Number.isInteger(halves) || halves < 1) throw new RangeError(`halves is ${halves}, not 1 or more`);
  const looked = x.rows > mostRows ? takeRows(x, random.fork("rows").sample(x.rows, mostRows)) : x;
  const found = ks.map((k) => kMeans(looked, k, { nInit, swaps, random: random.fork(`k-means ${k}`) }));
  const fits = looked === x ? found : found.map((fit) => labelledBy(x, fit));
  const scores = silhouettes(
    x,
    fits.map((fit) => fit.labels),
    random.fork("silhouette"),
    Math.min(EXACT_SILHOUETTE_ROWS, mostRows),
  );
  return fits.map((fit, i) => {
    const k = ks[i]!;
    return {
      k,
      fit,
      inertia: fit.inertia,
      silhouette: scores[i]!.mean,
      sizes: fit.sizes,
      smallestShare: Math.min(...fit.sizes) / x.rows,
      ...stabilityOf(looked, found[i]!, halves, random.fork(`stability ${k}`)),
    };
  });
}

/** The rows of `x` by the centers of a fit to some of them, which are not the means of their rows then. */
function labelledBy(x: Matrix, { centers, iterations }: KMeansFit): KMeansFit {
  const { labels, squared } = nearestCenters(x, centers);
  const sizes = new Int32Array(centers.rows);
  for (const label of labels) sizes[label]!++;
  return {
    centers,
    labels,
    sizes,
    inertia: pairwiseSum(squared),
    iterations,
    converged: false,
    start: centers,
  };
}

function stabilityOf(
  x: Matrix,
  fit: KMeansFit,
  halves: number,
  random: Random,
): { stability: number; stabilitySpread: number } {
  const k = fit.centers.rows;
  const size = Math.min(LARGEST_HALF, Math.ceil(x.rows / 2));
  const agreement = matrix(halves, 1);
  for (let half = 0; half < halves; half++) {
    const rows = takeRows(x, random.sample(x.rows, size));
    const { centers } = kMeans(rows, k, { nInit: HALF_STARTS, swaps: 0, random });
    agreement.data[half] = adjustedRand(fit.labels, nearestCenters(x, centers).labels);
  }
  const { means, deviations } = columnMoments(agreement);
  return { stability: means[0]!, stabilitySpread: deviations[0]! };
}
