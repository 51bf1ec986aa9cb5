/** The row numbers (n) in falling order of `scores` (n, no NaN); rows of the same score stay in their own order. */
export function descendingOrder(scores: Float64Array): Int32Array {
  const order = new Int32Array(scores.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => (scores[a]! > scores[b]! ? -1 : scores[a]! < scores[b]! ? 1 : a - b));
}

/**
 * The rank of every value, 1 (least) to n; equal values share the mean of their ranks (midranks: Kendall,
 * "The Treatment of Ties in Ranking Problems", Biometrika 33(3), 1945).
 */
export function midranks(values: Float64Array): Float64Array {
  const order = descendingOrder(values);
  const n = order.length;
  const ranks = new Float64Array(n);
  for (let from = 0, to = 0; from < n; from = to) {
    to = endOfTie(values, order, from);
    const shared = n - (from + to - 1) / 2;
    for (let i = from; i < to; i++) ranks[order[i]!] = shared;
  }
  return ranks;
}

/** Rows in falling order of the prediction. */
interface Ranking {
  readonly predicted: Float64Array;
  /** What is expected at each place if rows of the same prediction were shuffled: the mean of their tie. */
  readonly actual: Float64Array;
}

/**
 * Both columns (n each, no NaN) in falling order of `predicted`. Within a tie every row gets the mean of the tie's
 * actual values, so whatever is summed over a head of the ranking is the expected value over all orders of the ties and
 * does not depend on the order of the rows.
 */
export function rankByPrediction(actual: Float64Array, predicted: Float64Array): Ranking {
  const order = descendingOrder(predicted);
  const n = order.length;
  const ranking = { predicted: new Float64Array(n), actual: new Float64Array(n) };
  for (let from = 0, to = 0; from < n; from = to) {
    to = endOfTie(predicted, order, from);
    let sum = 0;
    for (let i = from; i < to; i++) sum += actual[order[i]!]!;
    ranking.actual.fill(sum / (to - from), from, to);
    ranking.predicted.fill(predicted[order[from]!]!, from, to);
  }
  return ranking;
}

/** The end (exclusive) of the run of equal values that begins at place `from` of `order`. */
export function endOfTie(values: Float64Array, order: Int32Array, from: number): number {
  const value = values[order[from]!]!;
  let to = from + 1;
  while (to < order.length && values[order[to]!] === value) to++;
  return to;
}
