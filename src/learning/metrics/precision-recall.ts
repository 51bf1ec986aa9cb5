import { cumulativeHits } from "./roc";

/** A precision-recall curve, a point a distinct score in falling order. All arrays have the same length. */
interface PrecisionRecallCurve {
  readonly precision: Float64Array;
  readonly recall: Float64Array;
  /** A row is called 1 where its score ≥ the threshold. */
  readonly thresholds: Float64Array;
}

/** The points of the precision-recall curve; recall is NaN where no row is 1. Throws a RangeError on bad input. */
export function precisionRecallCurve(actual: Float64Array, scores: Float64Array): PrecisionRecallCurve {
  const { hits, rows, thresholds } = cumulativeHits(actual, scores);
  const positives = hits[hits.length - 1]!;
  return {
    precision: hits.slice(1).map((hit, i) => hit / rows[i + 1]!),
    recall: hits.slice(1).map((hit) => hit / positives),
    thresholds: thresholds.slice(1),
  };
}

/**
 * Average precision, the step-wise area under the precision-recall curve: Σ (recallᵢ − recallᵢ₋₁) · precisionᵢ over
 * distinct scores, without interpolation (Davis & Goadrich, ICML 2006, on why not). `actual`: n values of 0 or 1;
 * `scores`: n. NaN where only one class is present. Throws a RangeError on bad input.
 */
export function averagePrecision(actual: Float64Array, scores: Float64Array): number {
  const { precision, recall } = precisionRecallCurve(actual, scores);
  if (!actual.includes(0) || !actual.includes(1)) return Number.NaN;
  let area = 0;
  for (let i = 0; i < recall.length; i++) area += (recall[i]! - (i ? recall[i - 1]! : 0)) * precision[i]!;
  return area;
}
