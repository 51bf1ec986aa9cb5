import { describe, expect, test } from "bun:test";
import {
  accuracy,
  averagePrecision,
  brier,
  confusionAt,
  expectedCalibrationError,
  f1,
  liftAt,
  logLoss,
  precisionRecallCurve,
  reliabilityBins,
  rocAuc,
  rocCurve,
} from "../../../src/learning/metrics";
import { farthest } from "../fixture";
import { actual, of, peer, reversed, scores } from "./peer";

describe("against scikit-learn 1.9 on 60 rows with ties", () => {
  test("the confusion at a threshold and its shares agree", () => {
    const counts = confusionAt(actual, scores, 0.5);
    const [tn, fp, fn, tp] = peer.confusion;
    expect(counts).toEqual({ trueNegatives: tn, falsePositives: fp, falseNegatives: fn, truePositives: tp });
    expect(accuracy(counts)).toBeCloseTo(peer.accuracy, 12);
    expect(f1(counts)).toBeCloseTo(peer.f1, 12);
  });

  test("areas and curves agree", () => {
    expect(rocAuc(actual, scores)).toBeCloseTo(peer.roc_auc, 12);
    expect(averagePrecision(actual, scores)).toBeCloseTo(peer.average_precision, 12);
    const curve = rocCurve(actual, scores);
    expect(farthest(curve.falsePositiveRate, peer.false_positive_rate)).toBeLessThan(1e-14);
    expect(farthest(curve.truePositiveRate, peer.true_positive_rate)).toBeLessThan(1e-14);
  });

  test("log loss and Brier score agree", () => {
    expect(logLoss(actual, scores)).toBeCloseTo(peer.log_loss, 12);
    expect(brier(actual, scores)).toBeCloseTo(peer.brier, 12);
  });
});

test("the area under the ROC curve is the share of pairs in order, ties counted half", () => {
  expect(rocAuc(of(1, 0, 1, 0), of(0.9, 0.5, 0.5, 0.1))).toBe((1 + 1 + 0.5 + 1) / 4);
  expect(rocAuc(of(0, 1, 1), of(0.3, 0.3, 0.3))).toBe(0.5);
});

test("with one class there is no area", () => {
  expect(rocAuc(of(1, 1), of(0.2, 0.4))).toBeNaN();
  expect(averagePrecision(of(0, 0), of(0.2, 0.4))).toBeNaN();
  expect(averagePrecision(of(1, 1), of(0.2, 0.4))).toBeNaN();
});

test("the ROC curve runs from (0, 0), where nobody is called, to (1, 1)", () => {
  const curve = rocCurve(of(0, 1, 1, 0), of(0.1, 0.7, 0.7, 0.7));
  expect([...curve.thresholds]).toEqual([Number.POSITIVE_INFINITY, 0.7, 0.1]);
  expect([...curve.falsePositiveRate]).toEqual([0, 0.5, 1]);
  expect([...curve.truePositiveRate]).toEqual([0, 1, 1]);
});

test("the precision-recall curve has a point a distinct score", () => {
  const curve = precisionRecallCurve(of(0, 1, 1, 0), of(0.1, 0.9, 0.7, 0.7));
  expect([...curve.thresholds]).toEqual([0.9, 0.7, 0.1]);
  expect([...curve.precision]).toEqual([1, 2 / 3, 0.5]);
  expect([...curve.recall]).toEqual([0.5, 1, 1]);
});

test("a sure mistake costs 34.5 nats and not infinity", () => {
  expect(logLoss(of(1), of(0))).toBeCloseTo(-Math.log(1e-15), 6);
  expect(logLoss(of(0), of(1))).toBeCloseTo(-Math.log(1e-15), 1);
  expect(logLoss(of(1), of(1))).toBeLessThan(2e-15);
});

describe("lift", () => {
  test("is the mean at the top over the mean everywhere", () => {
    const labels = Float64Array.from({ length: 20 }, (_, i) => (i < 5 ? 1 : 0));
    const falling = Float64Array.from({ length: 20 }, (_, i) => -i);
    expect(liftAt(labels, falling, 0.1)).toBe(4);
    expect(liftAt(labels, falling, 1)).toBe(1);
  });

  test("takes the expected value over ties that the border cuts", () => {
    // One of ten is to be picked; the four best are tied and one of them is a churner, of two in all.
    const labels = of(0, 0, 1, 0, 0, 0, 0, 0, 0, 1);
    const tied = of(9, 9, 9, 9, 1, 1, 1, 1, 1, 0);
    expect(liftAt(labels, tied, 0.1)).toBeCloseTo(0.25 / 0.2, 14);
  });

  test("does not depend on the order of the rows", () => {
    expect(liftAt(reversed(actual), reversed(scores))).toBeCloseTo(liftAt(actual, scores), 13);
  });
});

describe("reliability", () => {
  test("bins hold equal numbers of rows, lowest probability first", () => {
    const bins = reliabilityBins(actual, scores, 7);
    expect(bins.map((bin) => bin.rows)).toEqual([9, 9, 9, 9, 8, 8, 8]);
    for (let b = 1; b < bins.length; b++) {
      expect(bins[b]!.leastProbability).toBeGreaterThanOrEqual(bins[b - 1]!.greatestProbability);
    }
    const hits = bins.reduce((sum, bin) => sum + bin.rows * bin.observedRate, 0);
    expect(hits).toBeCloseTo(
      actual.reduce((sum, y) => sum + y, 0),
      12,
    );
  });

  test("the calibration error is the mean gap, by hand", () => {
    // Bins of two: (0.1, 0.2) with rate 0, (0.8, 0.9) with rate 1/2.
    const error = expectedCalibrationError(of(0, 0, 1, 0), of(0.1, 0.2, 0.8, 0.9), 2);
    expect(error).toBeCloseTo((0.15 + 0.35) / 2, 14);
  });

  test("neither depends on the order of the rows", () => {
    expect(expectedCalibrationError(reversed(actual), reversed(scores))).toBeCloseTo(
      expectedCalibrationError(actual, scores),
      13,
    );
  });
});

describe("what no metric can use is refused", () => {
  test("no rows, other lengths, NaN, and labels that are no class", () => {
    expect(() => rocAuc(of(), of())).toThrow(RangeError);
    expect(() => rocAuc(of(1), of(1, 2))).toThrow("1 actual values but 2 predictions");
    expect(() => rocAuc(of(1, 0), of(1, Number.NaN))).toThrow("prediction 1 is NaN");
    expect(() => rocAuc(of(1, 2), of(1, 0))).toThrow("class 1 is 2, neither 0 nor 1");
    expect(() => logLoss(of(1), of(1.1))).toThrow("probability 0 is 1.1, not in 0 to 1");
    expect(() => liftAt(of(1), of(1), 0)).toThrow(RangeError);
    expect(() => reliabilityBins(of(1), of(1), 0)).toThrow(RangeError);
  });
});
