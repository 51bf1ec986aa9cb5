import { columnMoments } from "./column-moments";
import { moveSingleRows } from "./hartigan";
import { greedyKMeansPlusPlus } from "./kmeans-seeding";
import { randomSwap } from "./kmeans-swap";
import { type Clustering, lloyd } from "./lloyd";
import { type Matrix, takeRows } from "./matrix";
import type { Random } from "./random";

interface KMeansOptions {
  /** Starts by greedy k-means++ that are tried; the one of least inertia wins. 1 or more. Default 10. */
  readonly nInit?: number;
  /** Random swaps that then try to better the winner. 0 or more. Default 20. */
  readonly swaps?: number;
  /** Steps of one run of Lloyd's algorithm at most. Default 300. */
  readonly maxIterations?: number;
  /** A trial ends when Σ‖movement of a center‖² ≤ tolerance × mean variance of the columns; ≥ 0. Default 1e-4. */
  readonly tolerance?: number;
  readonly random: Random;
}

export interface KMeansFit extends Clustering {
  /** The centers (k × d) that the search ended with: handing them to another k-means should lead to the same clusters. */
  readonly start: Matrix;
}

/** Starts and swaps are tried on a seeded sample of this many rows where there are more. */
export const EXPLORED_ROWS = 20_000;
/** A trial within this factor of the best inertia is worth the moves of single rows, which may take it below. */
const NEAR = 1.002;

/**
 * k-means of the rows of `x` (n × d, finite) into `k` clusters, 1 ≤ k ≤ n: the best of `nInit` runs of Lloyd's algorithm
 * from greedy k-means++ starts, bettered by random swaps and moves of single rows, and continued on all rows until no label
 * changes. Deterministic in `random`. Throws a RangeError on bad input or options.
 */
export function kMeans(x: Matrix, k: number, options: KMeansOptions): KMeansFit {
  const { nInit = 10, swaps = 20, maxIterations = 300, tolerance = 1e-4, random } = options;
  checkNumbers(nInit, swaps, maxIterations, tolerance);
  checkRows(x, k);
  const explored =
    x.rows > EXPLORED_ROWS && k <= EXPLORED_ROWS ? takeRows(x, random.sample(x.rows, EXPLORED_ROWS)) : x;
  const { deviations } = columnMoments(explored);
  const meanVariance = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0) / x.columns;
  const run = (start: Float64Array) => lloyd(explored, start, maxIterations, tolerance * meanVariance);
  const polish = (trial: Clustering) => lloyd(explored, moveSingleRows(explored, trial), maxIterations, 0);

  let best = run(greedyKMeansPlusPlus(explored, k, random));
  for (let i = 1; i < nInit; i++) best = better(best, run(greedyKMeansPlusPlus(explored, k, random)));
  best = better(best, polish(best));
  for (let i = 0; i < swaps && k > 1; i++) {
    const trial = run(randomSwap(explored, best, random));
    if (trial.inertia < NEAR * best.inertia) best = better(best, polish(trial));
  }
  return { ...lloyd(x, best.centers.data, maxIterations, 0), start: best.centers };
}

/** The clustering of less inertia; the first where they are equal. */
function better(first: Clustering, second: Clustering): Clustering {
  return second.inertia < first.inertia ? second : first;
}

function checkNumbers(nInit: number, swaps: number, maxIterations: number, tolerance: number): void {
  if (!Number.isInteger(nInit) || nInit < 1) throw new RangeError(`nInit is ${nInit}, not 1 or more`);
  if (!Number.isInteger(swaps) || swaps < 0) throw new RangeError(`swaps is ${swaps}, not 0 or more`);
  if (!Number.isInteger(maxIterations) || maxIterations < 1) {
    throw new RangeError(`maxIterations is ${maxIterations}, not 1 or more`);
  }
  if (!(tolerance >= 0)) throw new RangeError(`tolerance is ${tolerance}, not 0 or more`);
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
