import { pairwiseSum } from "../special/pairwise-sum";
import type { CompressedHistories } from "./compress";
import { countLikelihood } from "./count-likelihood";
import { type Maximum, maximise } from "./maximise";

/**
 * Fits an NBD by maximum likelihood, in scaled time: what the models with dropout start from, and compare themselves
 * with. The likelihood is of the times of purchases, as BG/NBD's is, so the two compare: ln L = ln (r)ₓ + r ln α − (r +
 * x) ln(α + T), which differs from the negative binomial's by a constant of the data.
 */
export function maximiseNbd(data: CompressedHistories): Maximum {
  const rate = Math.max(meanCount(data), 1e-3);
  return maximise(countLikelihood(data, false), [[2, 2 / rate]], {}, [0.5, 0.5 / rate]);
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
