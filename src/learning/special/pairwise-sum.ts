const BLOCK = 64;

/**
 * Σ values[from … to − 1] by pairwise summation (Higham, "The Accuracy of Floating Point Summation", SIAM J. Sci.
 * Comput. 14(4), 1993): the rounding error grows with log n instead of n, and the order of the additions is fixed.
 */
export function pairwiseSum(values: Float64Array, from = 0, to = values.length): number {
  return sumOfPart(values, from, to);
}

/** Without default parameters: a recursive function with them took ten times as long. */
function sumOfPart(values: Float64Array, from: number, to: number): number {
  if (to - from <= BLOCK) {
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i]!;
    return sum;
  }
  const middle = (from + to) >>> 1;
  return sumOfPart(values, from, middle) + sumOfPart(values, middle, to);
}
