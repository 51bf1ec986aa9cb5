import { pairwiseSum } from "../special/pairwise-sum";

/** The mean of `values` (n); NaN if there are none. */
export function mean(values: Float64Array): number {
  return pairwiseSum(values) / values.length;
}

/**
 * The mean of `terms` (n), weighted if `weights` (n, ≥ 0) are given; NaN if there is nothing to weigh. Overwrites
 * `terms` with the weighted terms: pass a buffer that nothing else reads.
 */
export function meanOfTerms(terms: Float64Array, weights?: Float64Array): number {
  if (!weights) return mean(terms);
  for (let i = 0; i < terms.length; i++) terms[i]! *= weights[i]!;
  return pairwiseSum(terms) / pairwiseSum(weights);
}
