/**
 * The cut points of one column, as XGBoost's `hist` makes them: ascending float32 values from the column, at most
 * `maxBins − 1` of them. Bin b holds the values with exactly b cut points at or below them, so "x < cut[b]" splits bins
 * 0 to b from the rest. With at most `maxBins` distinct values each has a bin of its own; else the cuts sit at equal
 * steps of the weighted rank (`WQSummary::SetPrune` in XGBoost's src/common/quantile.h, here on exact ranks instead of
 * a sketch). `column`: its values; `ascending`: the rows with a value, in its order (`ColumnOrder`); `weights`: one a
 * row, by default 1; a weight of 0 ignores the row. Returns null if there is no value, and an empty array if there is
 * only one.
 */
export function quantileCuts(
  column: Float32Array,
  ascending: Int32Array,
  weights: Float64Array | undefined,
  maxBins: number,
): Float32Array | null {
  const distinct = distinctOf(column, ascending, weights);
  if (distinct.values.length === 0) return null;
  if (distinct.values.length <= maxBins) return distinct.values.slice(1);
  return prune(distinct, maxBins);
}

/** The distinct values of a column, ascending, and the weight of each. */
interface Distinct {
  readonly values: Float32Array;
  readonly weights: Float64Array;
}

function distinctOf(
  column: Float32Array,
  ascending: Int32Array,
  weights: Float64Array | undefined,
): Distinct {
  const values = new Float32Array(ascending.length);
  const sums = new Float64Array(ascending.length);
  let count = 0;
  for (let i = 0; i < ascending.length; i++) {
    const row = ascending[i]!;
    const weight = weights ? weights[row]! : 1;
    if (weight === 0) continue;
    const value = column[row]!;
    if (count === 0 || value !== values[count - 1]) values[count++] = value;
    sums[count - 1]! += weight;
  }
  return { values: values.subarray(0, count), weights: sums.subarray(0, count) };
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
