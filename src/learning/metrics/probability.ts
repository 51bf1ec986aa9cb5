import { checkBinaryPair } from "./input";
import { mean } from "./mean";

/** Probabilities stay this far from 0 and 1 in the log loss, so that a certain mistake costs 34.5 and not infinity. */
const LEAST_PROBABILITY = 1e-15;

/**
 * Mean negative log-likelihood of 0/1 outcomes `actual` (n) under `probabilities` (n, clipped to [1e-15, 1 − 1e-15]),
 * in nats. Throws a RangeError on bad input.
 */
export function logLoss(actual: Float64Array, probabilities: Float64Array): number {
  checkProbabilities(actual, probabilities);
  const terms = new Float64Array(actual.length);
  for (let i = 0; i < terms.length; i++) {
    const p = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probabilities[i]!));
    terms[i] = actual[i] === 1 ? -Math.log(p) : -Math.log1p(-p);
  }
  return mean(terms);
}

/**
 * Brier score: mean squared difference of probability and 0/1 outcome, 0 to 1 (Brier, Monthly Weather Review 78(1),
 * 1950, for one of the two classes). Throws a RangeError on bad input.
 */
export function brier(actual: Float64Array, probabilities: Float64Array): number {
  checkProbabilities(actual, probabilities);
  return mean(actual.map((y, i) => (y - probabilities[i]!) ** 2));
}

/** `checkBinaryPair`, and every prediction lies in [0, 1]. Throws a RangeError. */
export function checkProbabilities(actual: Float64Array, probabilities: Float64Array): void {
  checkBinaryPair(actual, probabilities);
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    if (p < 0 || p > 1) throw new RangeError(`probability ${i} is ${p}, not in 0 to 1`);
  }
}
