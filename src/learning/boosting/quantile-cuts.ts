/**
 * The cut points of one column, as XGBoost's `hist` makes them: ascending float32 values from the column, at most
 * `maxBins − 1` of them. Bin b holds the values with exactly b cut points at or below them, so "x < cut[b]" splits bins
 * 0 to b from the rest. With at most `maxBins` distinct values each has a bin of its own; else the cuts sit at equal
 * steps of the weighted rank (`WQSummary::SetPrune` in XGBoost's src/common/quantile.h, here on exact ranks instead of
 * a sketch). `column`: its values, NaN if missing; `weights`: one a value, by default 1; a weight of 0 ignores the
 * value. Returns null if there is no value, and an empty array if there is only one.
 */
export function quantileCuts(
  column: Float32Array,
  weights: Float64Array | undefined,
  maxBins: number,
): Float32Array | null {
  const distinct = distinctOf(column, weights);
  if (distinct.values.length === 0) return null;
  if (distinct.values.length <= maxBins) return distinct.values.slice(1);
  return prune(distinct, maxBins);
}

/** The number of elements of the ascending array `cuts` (from `start` to `end`) that are ≤ `value`: a binary search. */
export function countAtMost(cuts: Float32Array, value: number, start: number, end: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - start;
}

/** The distinct values of a column, ascending, and the weight of each. */
interface Distinct {
  readonly values: Float32Array;
  readonly weights: Float64Array;
}

function distinctOf(column: Float32Array, weights: Float64Array | undefined): Distinct {
  const values = new Float32Array(column.length);
  let count = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    if (!Number.isNaN(value) && (!weights || weights[i]! > 0)) values[count++] = value;
  }
  values.subarray(0, count).sort();
  const sums = new Float64Array(count);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (i === 0 || values[i] !== values[i - 1]) values[kept++] = values[i]!;
    sums[kept - 1]!++;
  }
  const distinct = { values: values.subarray(0, kept), weights: sums.subarray(0, kept) };
  if (weights) sumWeights(distinct, column, weights);
  return distinct;
}

function sumWeights({ values, weights: sums }: Distinct, column: Float32Array, weights: Float64Array): void {
  sums.fill(0);
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    if (Number.isNaN(value) || weights[i] === 0) continue;
    sums[countAtMost(values, value, 0, values.length) - 1]! += weights[i]!;
  }
}

/**
 * Picks the distinct value nearest to each of `maxBins − 1` equal steps of the rank between the first and the last. The
 * rank of value i here is twice its mid-rank: the weight before it plus the weight up to and including it.
 */
function prune({ values, weights }: Distinct, maxBins: number): Float32Array {
  const last = values.length - 1;
  const upTo = new Float64Array(values.length);
  let running = 0;
  for (let i = 0; i <= last; i++) upTo[i] = running += weights[i]!;
  const first = upTo[0]!;
  const range = upTo[last]! - weights[last]! - first;

  const cuts = new Float32Array(maxBins - 1);
  let count = 0;
  let at = 0;
  let picked = 0;
  for (let k = 1; k < maxBins; k++) {
    const rank = 2 * ((k * range) / maxBins + first);
    while (at < last && rank >= upTo[at + 1]! + upTo[at + 1]! - weights[at + 1]!) at++;
    if (at === last) break;
    // For ranks between two neighbours, the nearer one. `upTo[at]` is where value `at` ends and value `at + 1` begins.
    const nearest = rank < 2 * upTo[at]! ? at : at + 1;
    if (nearest === picked) continue;
    picked = nearest;
    cuts[count++] = values[nearest]!;
  }
  // Steps that fell on the same value leave room: then the greatest value gets its own bin.
  if (picked !== last && count < cuts.length) cuts[count++] = values[last]!;
  return cuts.slice(0, count);
}
