import { type Matrix, squaredDistance } from "./matrix";
import { pairwiseSum } from "./special/pairwise-sum";

/** A partition of the rows of a matrix (n × d) into k clusters. */
export interface Clustering {
  /** k × d: the mean of every cluster. */
  readonly centers: Matrix;
  /** n: cluster of each row, 0 to k − 1; the one whose center is nearest where the clustering settled. */
  readonly labels: Int32Array;
  /** Rows a cluster (k). */
  readonly sizes: Int32Array;
  /** Σ squared Euclidean distance of each row to its center. */
  readonly inertia: number;
  readonly iterations: number;
  /** False where the iterations ran out before the centers settled. */
  readonly converged: boolean;
}

/** Buffers of one run. A row keeps its label for as long as `slack[i] ≥ drift[label]`. */
interface Run {
  readonly data: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly k: number;
  readonly centers: Float64Array;
  /** Sums of the rows of each cluster (k × d), kept up as labels change. */
  readonly sums: Float64Array;
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  /** Lower bound minus upper bound of row i when last measured, plus the drift of its cluster until then. */
  readonly slack: Float64Array;
  /** Lower bound on the distance to any other center when last measured, plus the approach of its cluster until then. */
  readonly lower: Float64Array;
  /** How much the others can have come nearer to a row of each cluster, summed over the steps. */
  readonly approach: Float64Array;
  /** That, and how far the cluster's own center has moved. */
  readonly drift: Float64Array;
  /** How far each center moved last. */
  readonly moved: Float64Array;
}

/**
 * Lloyd's k-means (IEEE Transactions on Information Theory 28(2), 1982) from `start` (k × d, row-major). Most distances are
 * spared by an upper bound on the distance to a row's own center and a lower bound on that to any other (Hamerly, "Making
 * k-means even faster", SDM 2010, algorithm 1), which gives the same clusters; movements are summed by cluster instead of
 * being written to every row's bounds. An empty cluster takes over the row that lies farthest from its own center. It ends
 * when Σ‖movement of a center‖² ≤ `tolerance` (0: when no label changes), or after `maxIterations` ≥ 1 steps.
 */
export function lloyd(x: Matrix, start: Float64Array, maxIterations: number, tolerance: number): Clustering {
  const run = newRun(x, start);
  let iterations = 0;
  let converged = false;
  let relocated = true;
  while (!converged && iterations < maxIterations) {
    iterations++;
    if (relocated) assignAll(run);
    else assignNear(run);
    relocated = relocateEmpty(run);
    const shift = moveCenters(run);
    converged = !relocated && shift <= tolerance;
  }
  return {
    centers: { data: run.centers, rows: run.k, columns: run.d },
    labels: run.labels,
    sizes: run.sizes,
    inertia: inertiaOf(run),
    iterations,
    converged,
  };
}

function newRun({ data, rows: n, columns: d }: Matrix, start: Float64Array): Run {
  const k = start.length / d;
  return {
    data,
    n,
    d,
    k,
    centers: start.slice(),
    sums: new Float64Array(k * d),
    labels: new Int32Array(n),
    sizes: new Int32Array(k),
    slack: new Float64Array(n),
    lower: new Float64Array(n),
    approach: new Float64Array(k),
    drift: new Float64Array(k),
    moved: new Float64Array(k),
  };
}

/** Labels every row by its nearest center and makes sums and sizes afresh. */
function assignAll(run: Run): void {
  const { data, n, d, sums, sizes, labels } = run;
  sums.fill(0);
  sizes.fill(0);
  for (let i = 0, at = 0; i < n; i++, at += d) {
    searchAll(run, i, at);
    const label = labels[i]!;
    sizes[label]!++;
    for (let j = 0; j < d; j++) sums[label * d + j]! += data[at + j]!;
  }
}

/** Labels the rows again after the centers moved, skipping those whose bounds show that they stay. */
function assignNear(run: Run): void {
  const { data, n, d, centers, labels, slack, lower, drift, approach } = run;
  for (let i = 0; i < n; i++) {
    const own = labels[i]!;
    if (slack[i]! >= drift[own]!) continue;
    const at = i * d;
    const distance = Math.sqrt(squaredDistance(data, at, centers, own * d, d));
    const below = lower[i]! - approach[own]!;
    if (distance <= below) {
      slack[i] = below - distance + drift[own]!;
      continue;
    }
    searchAll(run, i, at);
    if (labels[i] !== own) moveRow(run, at, own, labels[i]!);
  }
}

/** Finds the nearest center of row i (which begins at `at`), the first of equals, and sets label and bounds. */
function searchAll(run: Run, i: number, at: number): void {
  const { data, d, k, centers } = run;
  let least = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  let label = 0;
  for (let c = 0, from = 0; c < k; c++, from += d) {
    const squared = squaredDistance(data, at, centers, from, d);
    if (squared < least) {
      second = least;
      least = squared;
      label = c;
    } else if (squared < second) second = squared;
  }
  const other = Math.sqrt(second);
  run.labels[i] = label;
  run.slack[i] = other - Math.sqrt(least) + run.drift[label]!;
  run.lower[i] = other + run.approach[label]!;
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
 * Gives every empty cluster the row farthest from its center, of those whose cluster keeps another row; returns whether
 * there was any empty.
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
    // The row is its own center from here on, so the next empty cluster looks elsewhere.
    centers.set(data.subarray(farthest * d, farthest * d + d), c * d);
  }
  return true;
}

/** Puts every center at the mean of its rows and adds the movements to the drifts; returns Σ of squared movements. */
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
 * The nearest of `centers` (k × d) for every row of `x` (n × d), the first of equals, and its squared distance. Throws a
 * RangeError where the widths differ.
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
