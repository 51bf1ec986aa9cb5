import { describe, expect, test } from "bun:test";
import {
  bias,
  decileMape,
  meanAbsoluteError,
  midranks,
  normalisedGini,
  pearson,
  rankedGroups,
  rootMeanSquaredError,
  spearman,
} from "../../../src/learning/metrics";
import { amounts, guesses, of, peer, reversed } from "./peer";

test("errors and correlations agree with scikit-learn and scipy on 60 amounts", () => {
  expect(meanAbsoluteError(amounts, guesses)).toBeCloseTo(peer.mae, 11);
  expect(rootMeanSquaredError(amounts, guesses)).toBeCloseTo(peer.rmse, 11);
  expect(pearson(amounts, guesses)).toBeCloseTo(peer.pearson, 12);
  expect(spearman(amounts, guesses)).toBeCloseTo(peer.spearman, 12);
});

test("bias is signed: above 0 and above 1 is too high", () => {
  expect(bias(of(1, 2, 5), of(2, 2, 8))).toEqual({ meanError: 4 / 3, totalRatio: 12 / 8 });
});

test("equal values share the mean of their ranks", () => {
  expect([...midranks(of(10, 30, 20, 20, 5))]).toEqual([2, 5, 3.5, 3.5, 1]);
});

test("a constant column correlates with nothing", () => {
  expect(pearson(of(1, 1, 1), of(1, 2, 3))).toBeNaN();
  expect(spearman(of(1, 2, 3), of(4, 4, 4))).toBeNaN();
});

describe("normalised Gini", () => {
  test("is 1 for the right order, -1 for the reverse and 0 where nothing is told apart", () => {
    const spend = of(0, 0, 3, 10, 25);
    expect(normalisedGini(spend, of(1, 1, 2, 3, 4))).toBe(1);
    expect(normalisedGini(spend, of(4, 4, 3, 2, 1))).toBe(-1);
    expect(normalisedGini(spend, of(7, 7, 7, 7, 7))).toBeCloseTo(0, 14);
    expect(normalisedGini(of(2, 2), of(1, 3))).toBeNaN();
  });

  test("averages ties, so the order of the rows does not matter", () => {
    const coarse = guesses.map((value) => Math.round(value / 20));
    const gini = normalisedGini(amounts, coarse);
    expect(normalisedGini(reversed(amounts), reversed(coarse))).toBeCloseTo(gini, 13);
    // A tie of (9, 1) ahead of 0: half of the two orders, by hand.
    expect(normalisedGini(of(9, 1, 0), of(5, 5, 1))).toBeCloseTo((5 - 0) / (9 - 0), 14);
  });
});

describe("groups by predicted rank", () => {
  test("differ by at most one row, lowest first, and lose nothing", () => {
    const groups = rankedGroups(amounts, guesses, 7);
    expect(groups.map((group) => group.rows)).toEqual([9, 9, 9, 9, 8, 8, 8]);
    expect(groups[0]!.leastPrediction).toBe(Math.min(...guesses));
    const total = groups.reduce((sum, group) => sum + group.sumActual, 0);
    expect(total).toBeCloseTo(
      amounts.reduce((sum, value) => sum + value, 0),
      9,
    );
  });

  test("are no more than the rows", () => {
    expect(rankedGroups(of(1, 2), of(1, 2), 10).map((group) => group.rows)).toEqual([1, 1]);
  });

  test("decile MAPE is the mean relative error of their sums, leaving out groups without spend", () => {
    const actual = Float64Array.from({ length: 20 }, (_, i) => (i < 2 ? 0 : i));
    const predicted = Float64Array.from({ length: 20 }, (_, i) => i * 1.25);
    expect(decileMape(actual, predicted)).toBeCloseTo(0.25, 14);
    expect(decileMape(of(0, 0), of(1, 2))).toBeNaN();
  });
});
