import type { Matrix } from "./matrix";
import type { Random } from "./random";

/**
 * Starting centers (k × d, row-major) by greedy k-means++: each next center is drawn with probability proportional to
 * the squared distance to the nearest one so far, the best of 2 + ⌊ln k⌋ draws (Arthur & Vassilvitskii, "k-means++: The
 * Advantages of Careful Seeding", SODA 2007, section 6 of the technical report). `x`: n × d, 1 ≤ k ≤ n. If all rows
 * already lie on a center, further centers repeat rows.
 */
export function greedyKMeansPlusPlus(
  { data, rows: n, columns: d }: Matrix,
  k: number,
  random: Random,
): Float64Array {
  const candidates = 2 + Math.floor(Math.log(k));
  const centers = new Float64Array(k * d);
  let nearest = new Float64Array(n);
  let trial = new Float64Array(n);
  let best = new Float64Array(n);
  const first = random.integer(n);
  copyRow(data, first, centers, 0, d);
  let potential = distancesTo(data, n, d, first, null, nearest);
  for (let c = 1; c < k; c++) {
    let bestRow = -1;
    let bestPotential = Number.POSITIVE_INFINITY;
    for (let t = 0; t < candidates; t++) {
      const row = drawProportional(nearest, potential, random);
      const candidate = distancesTo(data, n, d, row, nearest, trial);
      if (bestRow >= 0 && candidate >= bestPotential) continue;
      bestRow = row;
      bestPotential = candidate;
      [best, trial] = [trial, best];
    }
    copyRow(data, bestRow, centers, c, d);
    [nearest, best] = [best, nearest];
    potential = bestPotential;
  }
  return centers;
}

/** Squared distance of every row to row `row`, or to `nearer` if that is less, into `out`; returns their sum. */
function distancesTo(
  data: Float64Array,
  n: number,
  d: number,
  row: number,
  nearer: Float64Array | null,
  out: Float64Array,
): number {
  const center = data.subarray(row * d, row * d + d);
  let sum = 0;
  for (let i = 0, at = 0; i < n; i++, at += d) {
    let squared = 0;
    for (let j = 0; j < d; j++) {
      const difference = data[at + j]! - center[j]!;
      squared += difference * difference;
    }
    const least = nearer && nearer[i]! < squared ? nearer[i]! : squared;
    out[i] = least;
    sum += least;
  }
  return sum;
}

/** A row, drawn with probability proportional to `weights` (n, ≥ 0, sum `total`); uniform if they are all 0. */
export function drawProportional(weights: Float64Array, total: number, random: Random): number {
  if (!(total > 0)) return random.integer(weights.length);
  let left = random.uniform() * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    last = i;
    left -= weight;
    if (left < 0) return i;
  }
  return last;
}

function copyRow(data: Float64Array, row: number, centers: Float64Array, center: number, d: number): void {
  centers.set(data.subarray(row * d, row * d + d), center * d);
}
