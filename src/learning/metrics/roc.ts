import { pairwiseSum } from "../special/pairwise-sum";
import { checkBinaryPair } from "./input";
import { descendingOrder, endOfTie, midranks } from "./ranking";

/**
 * Area under the ROC curve: the probability that a row of class 1 scores above one of class 0, ties counted half
 * (Mann-Whitney U over midranks: Hanley & McNeil, Radiology 143(1), 1982). `actual`: n values of 0 or 1; `scores`: n.
 * NaN where only one class is present. Throws a RangeError on bad input.
 */
export function rocAuc(actual: Float64Array, scores: Float64Array): number {
  checkBinaryPair(actual, scores);
  const positives = pairwiseSum(actual);
  const negatives = actual.length - positives;
  if (positives === 0 || negatives === 0) return Number.NaN;
  const ranks = midranks(scores);
  for (let i = 0; i < ranks.length; i++) ranks[i]! *= actual[i]!;
  return (pairwiseSum(ranks) - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** A ROC curve, a point a distinct score, from (0, 0) to (1, 1). All arrays have the same length. */
interface RocCurve {
  /** Share of class 0 that is called 1. */
  readonly falsePositiveRate: Float64Array;
  /** Share of class 1 that is called 1. */
  readonly truePositiveRate: Float64Array;
  /** A row is called 1 where its score ≥ the threshold; the first is Infinity (nobody is). */
  readonly thresholds: Float64Array;
}

/** The points of the ROC curve. Rates are NaN where their class is absent. Throws a RangeError on bad input. */
export function rocCurve(actual: Float64Array, scores: Float64Array): RocCurve {
  const { hits, rows, thresholds } = cumulativeHits(actual, scores);
  const positives = hits[hits.length - 1]!;
  const negatives = actual.length - positives;
  return {
    falsePositiveRate: rows.map((count, i) => (count - hits[i]!) / negatives),
    truePositiveRate: hits.map((count) => count / positives),
    thresholds,
  };
}

/**
 * For no row and then for every distinct score from the top: how many rows score at least that (`rows`) and how many of
 * them are of class 1 (`hits`). Throws a RangeError on bad input.
 */
export function cumulativeHits(
  actual: Float64Array,
  scores: Float64Array,
): { readonly hits: Float64Array; readonly rows: Float64Array; readonly thresholds: Float64Array } {
  checkBinaryPair(actual, scores);
  const order = descendingOrder(scores);
  const hits = new Float64Array(order.length + 1);
  const rows = new Float64Array(order.length + 1);
  const thresholds = new Float64Array(order.length + 1);
  thresholds[0] = Number.POSITIVE_INFINITY;
  let points = 1;
  for (let from = 0, to = 0, hit = 0; from < order.length; from = to, points++) {
    to = endOfTie(scores, order, from);
    for (let i = from; i < to; i++) hit += actual[order[i]!]!;
    hits[points] = hit;
    rows[points] = to;
    thresholds[points] = scores[order[from]!]!;
  }
  return {
    hits: hits.slice(0, points),
    rows: rows.slice(0, points),
    thresholds: thresholds.slice(0, points),
  };
}
