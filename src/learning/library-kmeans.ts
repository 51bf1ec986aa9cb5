import { kmeans as libraryKMeans } from "ml-kmeans";
import type { KMeansFit } from "./kmeans";
import { type Clustering, nearestCenters } from "./lloyd";
import { type Matrix, matrix } from "./matrix";
import { pairwiseSum } from "./special/pairwise-sum";

/** A clustering and who made it. */
interface FinalClustering extends Clustering {
  /** Whose result it is: the library's, unless it did worse. */
  readonly madeBy: "ml-kmeans" | "own kernel";
  /** The library's inertia, also where it was not taken. */
  readonly libraryInertia: number;
  /** Why the library's result was not taken; null where it was. */
  readonly reason: string | null;
}

/** The library's inertia may exceed the explored one by this much of it: rounding. */
const INERTIA_TOLERANCE = 1e-9;

/**
 * The final fit by the library `ml-kmeans` from the start that won an exploration, run until its centers stand still. Its
 * result is taken unless it is worse than `explored` by more than 1e-9 of the inertia, did not converge, or left a cluster
 * empty: then `explored` is kept, and `reason` says so. `x`: the n × d matrix that was explored.
 */
export function fitByLibrary(x: Matrix, explored: KMeansFit, maxIterations = 300): FinalClustering {
  const result = libraryKMeans(rowsOf(x), explored.start.rows, {
    initialization: rowsOf(explored.start),
    maxIterations,
    tolerance: 0,
  });
  const centers = matrix(explored.start.rows, x.columns, Float64Array.from(result.centroids.flat()));
  const { labels, squared } = nearestCenters(x, centers);
  const sizes = new Int32Array(centers.rows);
  for (const label of labels) sizes[label]!++;
  const inertia = pairwiseSum(squared);
  const reason = !result.converged
    ? `the library did not converge in ${maxIterations} steps`
    : sizes.includes(0)
      ? "the library left a cluster empty"
      : inertia > explored.inertia * (1 + INERTIA_TOLERANCE)
        ? `the library's inertia ${inertia} is above ${explored.inertia}`
        : null;
  const { start: _, ...own } = explored;
  if (reason !== null) return { ...own, madeBy: "own kernel", libraryInertia: inertia, reason };
  return {
    centers,
    labels,
    sizes,
    inertia,
    iterations: result.iterations,
    converged: true,
    madeBy: "ml-kmeans",
    libraryInertia: inertia,
    reason,
  };
}

function rowsOf({ data, rows, columns }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}
