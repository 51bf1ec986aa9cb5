import { pairwiseSum } from "../special/pairwise-sum";

/** The mean of `values` (n); NaN if there are none. */
export function mean(values: Float64Array): number {
  return pairwiseSum(values) / values.length;
}
