import { pairwiseSum } from "../special/pairwise-sum";
import { checkPair } from "./input";
import { rankByPrediction } from "./ranking";

/**
 * Normalised Gini coefficient: how much of the concentration of `actual` (n, amounts ≥ 0) the order by `predicted` (n)
 * finds, relative to its own order; 1 is a perfect ranking, 0 a random one, −1 the reverse. Ties are averaged. NaN if
 * all actual values are equal. After Frees, Meyers & Cummings, JASA 106(495), 2011, section 2. Throws a RangeError on
 * bad input.
 */
export function normalisedGini(actual: Float64Array, predicted: Float64Array): number {
  checkPair(actual, predicted);
  const best = giniOfOrder(actual, actual);
  return best === 0 ? Number.NaN : giniOfOrder(actual, predicted) / best;
}

/**
 * Σᵢ Cᵢ − (n + 1)/2 · Cₙ with Cᵢ the sum of the i highest by prediction: n · Cₙ times the area between the
 * concentration curve and the diagonal. Written as Σ actualᵢ · ((n + 1)/2 − i), i from 1, which loses no digits to
 * cancellation.
 */
function giniOfOrder(actual: Float64Array, predicted: Float64Array): number {
  const ranked = rankByPrediction(actual, predicted).actual;
  const middle = (ranked.length + 1) / 2;
  for (let i = 0; i < ranked.length; i++) ranked[i]! *= middle - (i + 1);
  return pairwiseSum(ranked);
}
