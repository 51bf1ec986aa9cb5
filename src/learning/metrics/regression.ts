import { pairwiseSum } from "../special/pairwise-sum";
import { checkPair } from "./input";
import { meanOfTerms } from "./mean";

/** Mean absolute error, in the unit of `actual` (n) and `predicted` (n). Throws a RangeError on bad input. */
export function meanAbsoluteError(
  actual: Float64Array,
  predicted: Float64Array,
  weights?: Float64Array,
): number {
  checkPair(actual, predicted, weights);
  return meanOfTerms(
    actual.map((y, i) => Math.abs(predicted[i]! - y)),
    weights,
  );
}

/** Root of the mean squared error, in the unit of `actual`. Throws a RangeError on bad input. */
export function rootMeanSquaredError(
  actual: Float64Array,
  predicted: Float64Array,
  weights?: Float64Array,
): number {
  checkPair(actual, predicted, weights);
  return Math.sqrt(
    meanOfTerms(
      actual.map((y, i) => (predicted[i]! - y) ** 2),
      weights,
    ),
  );
}

/** How far the predictions are off as a whole. */
interface Bias {
  /** Mean of predicted − actual: above 0 is too high. */
  readonly meanError: number;
  /** Σ predicted / Σ actual: 1 is right. NaN or infinite where Σ actual is 0. */
  readonly totalRatio: number;
}

/** Bias of `predicted` (n) against `actual` (n). Throws a RangeError on bad input. */
export function bias(actual: Float64Array, predicted: Float64Array): Bias {
  checkPair(actual, predicted);
  return {
    meanError: meanOfTerms(actual.map((y, i) => predicted[i]! - y)),
    totalRatio: pairwiseSum(predicted) / pairwiseSum(actual),
  };
}
