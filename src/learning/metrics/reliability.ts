import { rankedGroups } from "./groups";
import { checkProbabilities } from "./probability";

/** A bin of a reliability diagram. */
export interface ReliabilityBin {
  readonly rows: number;
  readonly leastProbability: number;
  readonly greatestProbability: number;
  readonly meanProbability: number;
  /** Share of the bin's rows that are 1. */
  readonly observedRate: number;
}

/**
 * Equal-frequency bins of predicted probability, lowest first (Nguyen & O'Connor, EMNLP 2015, "adaptive binning").
 * `actual`: n values of 0 or 1; `probabilities`: n in [0, 1]. Throws a RangeError on bad input.
 */
export function reliabilityBins(
  actual: Float64Array,
  probabilities: Float64Array,
  count = 10,
): ReliabilityBin[] {
  checkProbabilities(actual, probabilities);
  return rankedGroups(actual, probabilities, count).map((group) => ({
    rows: group.rows,
    leastProbability: group.leastPrediction,
    greatestProbability: group.greatestPrediction,
    meanProbability: group.sumPredicted / group.rows,
    observedRate: group.sumActual / group.rows,
  }));
}

/**
 * Expected calibration error: mean over rows of |mean probability − observed rate| of the row's bin, over ten
 * equal-frequency bins; 0 to 1 (Naeini, Cooper & Hauskrecht, AAAI 2015, eq. 1). Throws a RangeError on bad input.
 */
export function expectedCalibrationError(
  actual: Float64Array,
  probabilities: Float64Array,
  count = 10,
): number {
  let error = 0;
  for (const bin of reliabilityBins(actual, probabilities, count)) {
    error += (bin.rows / actual.length) * Math.abs(bin.meanProbability - bin.observedRate);
  }
  return error;
}
