import { pairwiseSum } from "../special/pairwise-sum";

/** The mean of `values` (n); NaN of none. */
export function mean(values: Float64Array): number {
  return pairwiseSum(values) / values.length;
}

/**
 * The mean of `terms` (n), weighted where `weights` (n, ≥ 0) are given; NaN where there is nothing to weigh. Overwrites
 * `terms` by the weighted terms: hand in a buffer that nobody else reads.
 */
export function meanOfTerms(terms: Float64Array, weights?: Float64Array): number {
  if (!weights) return mean(terms);
  for (let i = 0; i < terms.length; i++) terms[i]! *= weights[i]!;
  return pairwiseSum(terms) / pairwiseSum(weights);
}
