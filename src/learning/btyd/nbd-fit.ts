import { pairwiseSum } from "../special/pairwise-sum";
import { logRisingFactorials } from "../special/rising-factorial";
import { type CompressedHistories, placesByValue } from "./compress";
import { type Maximum, maximise } from "./maximise";

/**
 * Fits an NBD by maximum likelihood, in scaled time: what the models with dropout start from, and compare themselves
 * with. The likelihood is of the times of purchases, as BG/NBD's is, so the two compare: ln L = ln (r)ₓ + r ln α − (r +
 * x) ln(α + T), which differs from the negative binomial's by a constant of the data.
 */
export function maximiseNbd(data: CompressedHistories): Maximum {
  const { distinctX, distinctT, customers } = data;
  const { rows, count, xOf, timeOf } = byCountAndTime(data);
  const rising = new Float64Array(distinctX.length);
  const risingSlope = new Float64Array(distinctX.length);
  const logAlphaT = new Float64Array(distinctT.length);
  const values = new Float64Array(rows);
  const byR = new Float64Array(rows);
  const byAlpha = new Float64Array(rows);

  const evaluate = (theta: Float64Array): void => {
    const r = Math.exp(theta[0]!);
    const alpha = Math.exp(theta[1]!);
    logRisingFactorials(r, distinctX, rising, risingSlope);
    for (let j = 0; j < distinctT.length; j++) logAlphaT[j] = Math.log1p(distinctT[j]! / alpha);
    for (let i = 0; i < rows; i++) {
      const j = xOf[i]!;
      const k = timeOf[i]!;
      const x = distinctX[j]!;
      const log = logAlphaT[k]!;
      values[i] = count[i]! * (rising[j]! - x * theta[1]! - (r + x) * log);
      byR[i] = count[i]! * (risingSlope[j]! - log);
      byAlpha[i] = count[i]! * (r / alpha - (r + x) / (alpha + distinctT[k]!));
    }
  };

  const rate = Math.max(meanCount(data), 1e-3);
  const starts = [
    [0.5, 0.5 / rate],
    [2, 2 / rate],
  ];
  const likelihood = { count, customers, values, scores: [byR, byAlpha], evaluate };
  return maximise(likelihood, starts);
}

/** The rows with the same x and T merged: an NBD does not ask when the last purchase was. */
function byCountAndTime(data: CompressedHistories) {
  const times = data.distinctT.length;
  const keys = new Float64Array(data.rows);
  for (let i = 0; i < data.rows; i++) keys[i] = data.x[i]! * times + data.T[i]!;
  const { places, count: rows } = placesByValue(keys);
  const count = new Float64Array(rows);
  const xOf = new Int32Array(rows);
  const timeOf = new Int32Array(rows);
  for (let i = 0; i < data.rows; i++) {
    const at = places[i]!;
    count[at]! += data.count[i]!;
    xOf[at] = data.x[i]!;
    timeOf[at] = data.T[i]!;
  }
  return { rows, count, xOf, timeOf };
}

/**
 * The log likelihood of the data in their own unit of time: each of the Σx purchases has a density per unit of time.
 */
export function logLikelihoodOf(maximum: Maximum, data: CompressedHistories): number {
  const purchases = meanCount(data) * data.customers;
  return maximum.meanLogLikelihood * data.customers - purchases * Math.log(data.timeScale);
}

function meanCount({ x, count, distinctX, customers }: CompressedHistories): number {
  return pairwiseSum(count.map((weight, i) => weight * distinctX[x[i]!]!)) / customers;
}
