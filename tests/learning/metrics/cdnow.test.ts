import { expect, test } from "bun:test";
import {
  bias,
  meanAbsoluteError,
  normalisedGini,
  pearson,
  rootMeanSquaredError,
  spearman,
} from "../../../src/learning/metrics";
import { cdnowSample, describeWhere } from "../../real-data";
import { readCdnow } from "../btyd/cdnow";

// Expected values: reference/oracles.json, `cdnow_sample.holdout_39w` (computed in float64 from the public CDNOW
// sample).
const HOLDOUT_WEEKS = 39;

describeWhere(
  cdnowSample !== null,
  "39 weeks of CDNOW after 1997-09-30",
  "datasets/CDNOW_sample.txt.gz",
  () => {
    test("orders at the past rate (x / T) and as many as before are as wrong as published", async () => {
      const { histories, holdoutPurchases } = await readCdnow(cdnowSample!);
      const rate = histories.x.map((x, i) => (HOLDOUT_WEEKS * x) / histories.T[i]!);
      expect(meanAbsoluteError(holdoutPurchases, rate)).toBeCloseTo(1.023669, 6);
      expect(rootMeanSquaredError(holdoutPurchases, rate)).toBeCloseTo(2.211918, 6);
      expect(bias(holdoutPurchases, rate).totalRatio).toBeCloseTo(2930.101 / 1882, 6);
      expect(meanAbsoluteError(holdoutPurchases, histories.x)).toBeCloseTo(0.897327, 6);
      expect(rootMeanSquaredError(holdoutPurchases, histories.x)).toBeCloseTo(1.971046, 6);
      expect(bias(holdoutPurchases, histories.x).totalRatio).toBeCloseTo(2457 / 1882, 6);
    });

    test("the oracle's nGini is ours with its ties broken by tenure and half a row added to both areas", async () => {
      const { histories, holdoutPurchases: bought } = await readCdnow(cdnowSample!);
      const rate = histories.x.map((x, i) => (HOLDOUT_WEEKS * x) / histories.T[i]!);
      for (const [predicted, published] of [
        [rate, 0.651548],
        [histories.x, 0.640302],
      ] as const) {
        const untied = breakTies(predicted, histories.T);
        expect(oracleGini(bought, untied)).toBeCloseTo(published, 6);
        expect(Math.abs(normalisedGini(bought, untied) - published)).toBeLessThan(2e-4);
      }
      // Both say 0 to everybody without a repeat: what the order among those adds is luck, and ours leaves it out.
      expect(normalisedGini(bought, rate)).toBeCloseTo(0.665739, 6);
      expect(normalisedGini(bought, histories.x)).toBeCloseTo(0.660166, 6);
    });

    test("correlations are those of the rows, whatever their order", async () => {
      const { histories, holdoutPurchases } = await readCdnow(cdnowSample!);
      const back = (values: Float64Array) => values.slice().reverse();
      expect(spearman(back(holdoutPurchases), back(histories.x))).toBeCloseTo(
        spearman(holdoutPurchases, histories.x),
        13,
      );
      expect(pearson(back(holdoutPurchases), back(histories.x))).toBeCloseTo(
        pearson(holdoutPurchases, histories.x),
        13,
      );
    });
  },
);

/** Ranks from the lowest on, ties in rising order of `tenure` and then from the last row to the first. */
function breakTies(predicted: Float64Array, tenure: Float64Array): Float64Array {
  const order = Int32Array.from(predicted.keys()).sort(
    (a, b) => predicted[a]! - predicted[b]! || tenure[a]! - tenure[b]! || b - a,
  );
  const ranks = new Float64Array(order.length);
  order.forEach((row, place) => {
    ranks[row] = place;
  });
  return ranks;
}

/** (mean of the concentration curve - 1/2) by prediction, over the same by outcome. */
function oracleGini(actual: Float64Array, predicted: Float64Array): number {
  const area = (by: Float64Array) => {
    const order = Int32Array.from(by.keys()).sort((a, b) => by[b]! - by[a]!);
    const total = actual.reduce((sum, value) => sum + value, 0);
    let reached = 0;
    let mean = 0;
    for (const row of order) mean += (reached += actual[row]!) / total / actual.length;
    return mean - 0.5;
  };
  return area(predicted) / area(actual);
}
