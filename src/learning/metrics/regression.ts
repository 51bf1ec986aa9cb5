import { pairwiseSum } from "../special/pairwise-sum";
import { checkPair } from "./input";
import { mean } from "./mean";

/** Mean absolute error, in the unit of `actual` (n) and `predicted` (n). Throws a RangeError on bad input. */
export function meanAbsoluteError(actual: Float64Array, predicted: Float64Array): number {
  checkPair(actual, predicted);
  return mean(actual.map((y, i) => Math.abs(predicted[i]! - y)));
}

/** Root of the mean squared error, in the unit of `actual`. Throws a RangeError on bad input. */
export function rootMeanSquaredError(actual: Float64Array, predicted: Float64Array): number {
  checkPair(actual, predicted);
  return Math.sqrt(mean(actual.map((y, i) => (predicted[i]! - y) ** 2)));
}

/** How far the predictions are off as a whole. */
interface Bias {
  /** Mean of predicted − actual: above 0 is too high. */
  readonly meanError: number;
  /** Σ predicted / Σ actual: 1 is right. NaN or infinite if Σ actual is 0. */
  readonly totalRatio: number;
}

/** Bias of `predicted` (n) against `actual` (n). Throws a RangeError on bad input. */
export function bias(actual: Float64Array, predicted: Float64Array): Bias {
  checkPair(actual, predicted);
  return {
    meanError: mean(actual.map((y, i) => predicted[i]! - y)),
    totalRatio: pairwiseSum(predicted) / pairwiseSum(actual),
  };
}
