import { pairwiseSum } from "../special/pairwise-sum";
import { checkPair } from "./input";
import { rankByPrediction } from "./ranking";

/**
 * Lift at the top `share` (0 < share ≤ 1) of rows by score: the mean of `actual` (n: 0/1, or amounts ≥ 0) there over
 * its mean everywhere. The top holds round(share · n) rows, at least one; a tie that its border cuts counts by its
 * mean, so the order of the rows does not matter. NaN if Σ actual is 0. Throws a RangeError on bad input.
 */
export function liftAt(actual: Float64Array, scores: Float64Array, share = 0.1): number {
  checkPair(actual, scores);
  if (!(share > 0 && share <= 1)) throw new RangeError(`share ${share} is not in 0 (excluded) to 1`);
  const ranking = rankByPrediction(actual, scores);
  const top = Math.max(1, Math.round(share * actual.length));
  return pairwiseSum(ranking.actual, 0, top) / top / (pairwiseSum(actual) / actual.length);
}
