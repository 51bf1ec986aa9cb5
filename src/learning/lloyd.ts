import { bestCompiled, type Instance, instance, MemoryPlan, memoryOf, TOLD_BYTES } from "./kernels/instance";
import { type Matrix, squaredDistance } from "./matrix";
import { pairwiseSum } from "./special/pairwise-sum";

/** A partition of the rows of a matrix (n × d) into k clusters. */
export interface Clustering {
  /** k × d: the mean of every cluster. */
  readonly centers: Matrix;
  /** n: cluster of each row, 0 to k − 1; the one with the nearest center if the clustering settled. */
  readonly labels: Int32Array;
  /** Rows a cluster (k). */
  readonly sizes: Int32Array;
  /** Σ squared Euclidean distance of each row to its center. */
  readonly inertia: number;
  readonly iterations: number;
  /** False if the iterations ran out before the centers settled. */
  readonly converged: boolean;
}

/** One run, in the kernels' memory. A row keeps its label as long as `slack[i] ≥ drift[label]`. */
interface Run {
  readonly kernels: CenterKernels;
  readonly data: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly k: number;
  readonly centers: Float64Array;
  /** Sums of the rows of each cluster (k × d), updated as labels change. */
  readonly sums: Float64Array;
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  /** How much the others can have come nearer to a cluster's rows, summed over the steps. */
  readonly approach: Float64Array;
  /** That, plus how far the cluster's own center has moved. */
  readonly drift: Float64Array;
  /** How far each center moved last. */
  readonly moved: Float64Array;
}

/** The searches of `kernels/center-search.ts`. */
export interface CenterKernels {
  /** Labels every row by its nearest center, the first of equals, and recomputes sums, sizes and bounds. */
  assignAll(): void;
  /** Labels the rows again after the centers moved, skipping those whose bounds show that they stay. */
  assignNear(): void;
}

/**
 * Lloyd's k-means (IEEE Transactions on Information Theory 28(2), 1982) from `start` (k × d, row-major). Most distances
 * are skipped thanks to an upper bound on the distance to a row's own center and a lower bound on that to any other
 * (Hamerly, "Making k-means even faster", SDM 2010, algorithm 1), which gives the same clusters; movements are summed
 * by cluster instead of updating every row's bounds. An empty cluster takes the row farthest from its center. Ends when
 * Σ‖movement of a center‖² ≤ `tolerance` (0: when no label changes), or after `maxIterations` ≥ 1 steps.
 */
export function lloyd(
  x: Matrix,
  start: Float64Array,
  maxIterations: number,
  tolerance: number,
  kernels: Instance<CenterKernels> = centerKernels(),
): Clustering {
  const run = newRun(x, start, kernels);
  let iterations = 0;
  let converged = false;
  let relocated = true;
  while (!converged && iterations < maxIterations) {
    iterations++;
    if (relocated) run.kernels.assignAll();
    else run.kernels.assignNear();
    relocated = relocateEmpty(run);
    const shift = moveCenters(run);
    converged = !relocated && shift <= tolerance;
  }
  return {
    centers: { data: Float64Array.from(run.centers), rows: run.k, columns: run.d },
    labels: Int32Array.from(run.labels),
    sizes: Int32Array.from(run.sizes),
    inertia: inertiaOf(run),
    iterations,
    converged,
  };
}

let loaded: Instance<CenterKernels> | undefined;

function centerKernels(): Instance<CenterKernels> {
  return (loaded ??= instance(bestCompiled("center-search")));
}

/** Lays out the memory of a run, in the order in which the kernels expect it. */
function newRun(
  { data, rows: n, columns: d }: Matrix,
  start: Float64Array,
  kernels: Instance<CenterKernels>,
): Run {
  const k = start.length / d;
  const plan = new MemoryPlan();
  const at = {
    data: plan.bytes(8 * n * d),
    centers: plan.bytes(8 * k * d),
    sums: plan.bytes(8 * k * d),
    labels: plan.bytes(4 * n),
    sizes: plan.bytes(4 * k),
    slack: plan.bytes(8 * n),
    lower: plan.bytes(8 * n),
    approach: plan.bytes(8 * k),
    drift: plan.bytes(8 * k),
    columns: plan.bytes(8 * (k + 1) * d),
  };
  const memory = memoryOf(kernels, plan.end);
  const { data: rows, ...others } = at;
  new Int32Array(memory, TOLD_BYTES, 13).set([rows, n, d, k, ...Object.values(others)]);
  const run: Run = {
    kernels,
    data: new Float64Array(memory, at.data, n * d),
    n,
    d,
    k,
    centers: new Float64Array(memory, at.centers, k * d),
    sums: new Float64Array(memory, at.sums, k * d),
    labels: new Int32Array(memory, at.labels, n),
    sizes: new Int32Array(memory, at.sizes, k),
    approach: new Float64Array(memory, at.approach, k).fill(0),
    drift: new Float64Array(memory, at.drift, k).fill(0),
    moved: new Float64Array(k),
  };
  run.data.set(data);
  run.centers.set(start);
  return run;
}

/** Moves the row that begins at `at` from one cluster's sums to another's. */
function moveRow({ data, d, sums, sizes }: Run, at: number, from: number, to: number): void {
  sizes[from]!--;
  sizes[to]!++;
  for (let j = 0; j < d; j++) {
    const value = data[at + j]!;
    sums[from * d + j]! -= value;
    sums[to * d + j]! += value;
  }
}

/**
 * Gives every empty cluster the row farthest from its center, if that row's cluster keeps another; returns whether any
 * was empty.
 */
function relocateEmpty(run: Run): boolean {
  const { data, n, d, k, centers, labels, sizes } = run;
  if (!sizes.includes(0)) return false;
  for (let c = 0; c < k; c++) {
    if (sizes[c]! > 0) continue;
    let farthest = -1;
    let greatest = -1;
    for (let i = 0; i < n; i++) {
      if (sizes[labels[i]!]! < 2) continue;
      const squared = squaredDistance(data, i * d, centers, labels[i]! * d, d);
      if (squared <= greatest) continue;
      greatest = squared;
      farthest = i;
    }
    moveRow(run, farthest * d, labels[farthest]!, c);
    labels[farthest] = c;
    // The row is now its own center, so the next empty cluster looks elsewhere.
    centers.set(data.subarray(farthest * d, farthest * d + d), c * d);
  }
  return true;
}

/** Moves every center to the mean of its rows and adds the movements to the drifts; returns Σ of squared movements. */
function moveCenters({ k, d, centers, sums, sizes, moved, approach, drift }: Run): number {
  let shift = 0;
  let mover = 0;
  let most = 0;
  let runnerUp = 0;
  for (let c = 0; c < k; c++) {
    let squared = 0;
    for (let at = c * d; at < (c + 1) * d; at++) {
      const mean = sums[at]! / sizes[c]!;
      squared += (mean - centers[at]!) ** 2;
      centers[at] = mean;
    }
    shift += squared;
    const distance = Math.sqrt(squared);
    moved[c] = distance;
    if (distance > most) {
      runnerUp = most;
      most = distance;
      mover = c;
    } else if (distance > runnerUp) runnerUp = distance;
  }
  for (let c = 0; c < k; c++) {
    const others = c === mover ? runnerUp : most;
    approach[c]! += others;
    drift[c]! += others + moved[c]!;
  }
  return shift;
}

function inertiaOf({ data, n, d, centers, labels }: Run): number {
  const squared = new Float64Array(n);
  for (let i = 0; i < n; i++) squared[i] = squaredDistance(data, i * d, centers, labels[i]! * d, d);
  return pairwiseSum(squared);
}

/**
 * The nearest of `centers` (k × d) for every row of `x` (n × d), the first of equals, and its squared distance. Throws
 * a RangeError if the widths differ.
 */
export function nearestCenters(
  x: Matrix,
  centers: Matrix,
): { readonly labels: Int32Array; readonly squared: Float64Array } {
  const d = x.columns;
  if (centers.columns !== d) throw new RangeError(`${d} columns, but centers of ${centers.columns}`);
  const labels = new Int32Array(x.rows);
  const squared = new Float64Array(x.rows);
  for (let i = 0; i < x.rows; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < centers.rows; c++) {
      const distance = squaredDistance(x.data, i * d, centers.data, c * d, d);
      if (distance >= least) continue;
      least = distance;
      labels[i] = c;
    }
    squared[i] = least;
  }
  return { labels, squared };
}
