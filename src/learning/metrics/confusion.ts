import { checkBinaryPair } from "./input";

/** How many rows (or how much weight) fell where, when a score of at least the threshold counts as a 1. */
interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/**
 * Counts of a two-class decision. `actual`: n values of 0 or 1; `scores`: n values; a row is called 1 where its score ≥
 * `threshold`; `weights` (n, ≥ 0) replace the count of 1 a row. Throws a RangeError on bad input.
 */
export function confusionAt(
  actual: Float64Array,
  scores: Float64Array,
  threshold: number,
  weights?: Float64Array,
): Confusion {
  checkBinaryPair(actual, scores, weights);
  const counts = new Float64Array(4);
  for (let i = 0; i < actual.length; i++) {
    counts[2 * actual[i]! + (scores[i]! >= threshold ? 1 : 0)]! += weights ? weights[i]! : 1;
  }
  return {
    trueNegatives: counts[0]!,
    falsePositives: counts[1]!,
    falseNegatives: counts[2]!,
    truePositives: counts[3]!,
  };
}

/** Share of rows that were called right, 0 to 1. */
export function accuracy(counts: Confusion): number {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = counts;
  return (truePositives + trueNegatives) / (truePositives + falsePositives + trueNegatives + falseNegatives);
}

/** Harmonic mean of precision and recall: 2TP / (2TP + FP + FN). NaN where no row is 1 and none was called 1. */
export function f1({ truePositives, falsePositives, falseNegatives }: Confusion): number {
  return (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}
