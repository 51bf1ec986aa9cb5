import { adjustedRand } from "./adjusted-rand";
import { columnMoments } from "./column-moments";
import { type KMeansFit, kMeans } from "./kmeans";
import { nearestCenters } from "./lloyd";
import { type Matrix, matrix, takeRows } from "./matrix";
import type { Random } from "./random";
import { silhouettes } from "./silhouette";

/** What one number of clusters gives. */
export interface ClusterCandidate {
  readonly k: number;
  readonly fit: KMeansFit;
  readonly inertia: number;
  /** Mean silhouette, −1 to 1; of a sample above 5,000 rows. */
  readonly silhouette: number;
  /** Rows a cluster. */
  readonly sizes: Int32Array;
  /** Share of the rows in the smallest cluster, 0 to 1. */
  readonly smallestShare: number;
  /** Mean adjusted Rand index of the clusters against those learned from random halves of the rows; 1 is perfectly stable. */
  readonly stability: number;
  /** Standard deviation of that index over the halves; 0 for one half. */
  readonly stabilitySpread: number;
}

interface ExploreOptions {
  /** Starts for each k. Default 10. */
  readonly nInit?: number;
  /** Random swaps for each k, as in `kMeans`. Default 20. */
  readonly swaps?: number;
  /** Random halves that stability is measured on, 1 or more. Default 10. */
  readonly halves?: number;
  readonly random: Random;
}

/** Starts of a fit to half of the rows. */
const HALF_STARTS = 3;
/** Rows beyond this tell no more about stability: halves are drawn no larger. */
const LARGEST_HALF = 20_000;

/**
 * The trade-off between numbers of clusters: k-means of `x` (n × d, finite) for each of `ks` (1 ≤ k ≤ n/2), with what speaks
 * for and against each. Stability follows Lange, Roth, Braun & Buhmann (Neural Computation 16(6), 2004) in idea: centers
 * learned from a random half label all rows, and are compared with the fit to all. Deterministic in `random`; what is
 * found for one k does not depend on which others are asked for, but for the sample of a silhouette. Throws RangeErrors.
 */
export function exploreClusters(
  x: Matrix,
  ks: readonly number[],
  options: ExploreOptions,
): ClusterCandidate[] {
  const { nInit = 10, swaps = 20, halves = 10, random } = options;
  if (!Number.isInteger(halves) || halves < 1) throw new RangeError(`halves is ${halves}, not 1 or more`);
  const fits = ks.map((k) => kMeans(x, k, { nInit, swaps, random: random.fork(`k-means ${k}`) }));
  const scores = silhouettes(
    x,
    fits.map((fit) => fit.labels),
    random.fork("silhouette"),
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
      ...stabilityOf(x, fit, halves, random.fork(`stability ${k}`)),
    };
  });
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
