import { pairwiseSum } from "../special/pairwise-sum";
import { checkPair } from "./input";
import { midranks } from "./ranking";

/** Pearson's correlation of `a` (n) and `b` (n), −1 to 1; NaN if one is constant. Throws a RangeError on bad input. */
export function pearson(a: Float64Array, b: Float64Array): number {
  checkPair(a, b);
  const meanA = pairwiseSum(a) / a.length;
  const meanB = pairwiseSum(b) / b.length;
  const covariance = pairwiseSum(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  const varianceA = pairwiseSum(a.map((value) => (value - meanA) ** 2));
  const varianceB = pairwiseSum(b.map((value) => (value - meanB) ** 2));
  if (varianceA === 0 || varianceB === 0) return Number.NaN;
  return Math.max(-1, Math.min(1, covariance / Math.sqrt(varianceA) / Math.sqrt(varianceB)));
}

/**
 * Spearman's rank correlation: Pearson's over midranks (Spearman, American Journal of Psychology 15(1), 1904), −1 to 1;
 * NaN if one is constant. Throws a RangeError on bad input.
 */
export function spearman(a: Float64Array, b: Float64Array): number {
  checkPair(a, b);
  return pearson(midranks(a), midranks(b));
}
