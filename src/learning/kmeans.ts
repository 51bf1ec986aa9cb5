import { columnMoments } from "./column-moments";
import { moveSingleRows } from "./hartigan";
import { greedyKMeansPlusPlus } from "./kmeans-seeding";
import { randomSwap } from "./kmeans-swap";
import { type Clustering, lloyd } from "./lloyd";
import { type Matrix, takeRows } from "./matrix";
import type { Random } from "./random";

interface KMeansOptions {
  /** Greedy k-means++ starts to try; the one with the least inertia wins. 1 or more. Default 10. */
  readonly nInit?: number;
  /** Random swaps that then try to improve the winner. 0 or more. Default 20. */
  readonly swaps?: number;
  readonly random: Random;
}

export interface KMeansFit extends Clustering {
  /** The final centers (k × d) of the search: another k-means from here should find the same clusters. */
  readonly start: Matrix;
}

/** If there are more rows, starts and swaps are tried on a seeded sample of this many. */
export const EXPLORED_ROWS = 10_000;
/** Steps of one run of Lloyd's algorithm at most. */
const MOST_ITERATIONS = 300;
/** A trial ends when Σ‖movement of a center‖² ≤ this × mean variance of the columns. */
const TOLERANCE = 1e-4;
/** A trial within this factor of the best inertia is worth single-row moves, which may take it below. */
const NEAR = 1.002;

/**
 * k-means of the rows of `x` (n × d, finite) into `k` clusters, 1 ≤ k ≤ n: the best of `nInit` runs of Lloyd's
 * algorithm from greedy k-means++ starts, improved by random swaps and moves of single rows, and continued on all rows
 * until no label changes. Deterministic in `random`. Throws a RangeError on bad input or options.
 */
export function kMeans(x: Matrix, k: number, options: KMeansOptions): KMeansFit {
  const { nInit = 10, swaps = 20, random } = options;
  checkNumbers(nInit, swaps);
  checkRows(x, k);
  const explored =
    x.rows > EXPLORED_ROWS && k <= EXPLORED_ROWS ? takeRows(x, random.sample(x.rows, EXPLORED_ROWS)) : x;
  const { deviations } = columnMoments(explored);
  const meanVariance = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0) / x.columns;
  const run = (start: Float64Array) => lloyd(explored, start, MOST_ITERATIONS, TOLERANCE * meanVariance);
  const polish = (trial: Clustering) => lloyd(explored, moveSingleRows(explored, trial), MOST_ITERATIONS, 0);

  let best = run(greedyKMeansPlusPlus(explored, k, random));
  for (let i = 1; i < nInit; i++) best = better(best, run(greedyKMeansPlusPlus(explored, k, random)));
  best = better(best, polish(best));
  for (let i = 0; i < swaps && k > 1; i++) {
    const trial = run(randomSwap(explored, best, random));
    if (trial.inertia < NEAR * best.inertia) best = better(best, polish(trial));
  }
  return { ...lloyd(x, best.centers.data, MOST_ITERATIONS, 0), start: best.centers };
}

/** A fit continued on the rows of `x` until no label changes: from then on, its centers are the means of their rows. */
export function settled(x: Matrix, { centers }: Pick<KMeansFit, "centers">): KMeansFit {
  const clustering = lloyd(x, centers.data, MOST_ITERATIONS, 0);
  return { ...clustering, start: clustering.centers };
}

/** The clustering with less inertia; the first if they are equal. */
function better(first: Clustering, second: Clustering): Clustering {
  return second.inertia < first.inertia ? second : first;
}

function checkNumbers(nInit: number, swaps: number): void {
  if (!Number.isInteger(nInit) || nInit < 1) throw new RangeError(`nInit is ${nInit}, not 1 or more`);
  if (!Number.isInteger(swaps) || swaps < 0) throw new RangeError(`swaps is ${swaps}, not 0 or more`);
}

function checkRows(x: Matrix, k: number): void {
  if (!Number.isInteger(k) || k < 1 || k > x.rows) {
    throw new RangeError(`k is ${k}, not an integer from 1 to the ${x.rows} rows`);
  }
  if (x.columns === 0) throw new RangeError("cannot cluster rows without columns");
  for (let i = 0; i < x.data.length; i++) {
    if (Number.isFinite(x.data[i]!)) continue;
    throw new RangeError(`row ${Math.floor(i / x.columns)}, column ${i % x.columns} is ${x.data[i]}`);
  }
}
