import { describe, expect, test } from "bun:test";
import { Random } from "../../../src/learning/random";
import { chooseChurn } from "../../../src/models/churn/choose-churn";
import { fitLinear } from "../../../src/models/churn/churn";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { joined } from "../../../src/models/judging/labelled-rows";
import { customerFolds } from "../../../src/models/judging/splits";
import { linearValues } from "../../../src/models/linear-predictor";
import { labels, rowsOf } from "../noisy-rows";

const FEATURES = HEAD_FEATURES.base;
// 200 customers, three rows each; half of the rows leave, shuffled over them.
const CHURNED = new Random(5).shuffle(labels(300, 300));
const ROWS = rowsOf(CHURNED, new Random(8), 3);
const selection = chooseChurn(ROWS, FEATURES, "full", new Random(1));
/** The folds that the choice was made by. */
const FOLDS = customerFolds(ROWS, "full", new Random(1).fork("customers"));

/** Mean −log of the probability of what happened. */
function lossOf(churned: Float64Array, logOdds: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < churned.length; i++) {
    const p = 1 / (1 + Math.exp(-logOdds(i)));
    sum -= Math.log(churned[i] === 1 ? p : 1 - p);
  }
  return sum / churned.length;
}

describe("the choice of a churn model", () => {
  const { churned, linear, trees, blended, lately } = selection.outOfSample;

  test("answers every training row once, by a fit that had not seen its customer", () => {
    expect(churned).toEqual(joined(FOLDS.map(({ test: held }) => held.churned)));
    expect(churned).toHaveLength(600);
    const own = FOLDS.map(({ train, test: held }) =>
      linearValues(fitLinear(train, FEATURES, "full", selection.choice.l2), held.x),
    );
    expect(linear).toEqual(joined(own));
  });

  test("takes the penalty of least log loss out of sample among three", () => {
    const losses = [30, 100, 300].map((l2) => {
      const told = joined(
        FOLDS.map(({ train, test: held }) => linearValues(fitLinear(train, FEATURES, "full", l2), held.x)),
      );
      return lossOf(churned, (i) => told[i]!);
    });
    expect(selection.choice.l2).toBe([30, 100, 300][losses.indexOf(Math.min(...losses))]!);
  });

  test("weighs the trees as has the least log loss out of sample", () => {
    const losses = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((weight) =>
      lossOf(churned, (i) => (1 - weight) * linear[i]! + weight * trees[i]!),
    );
    expect(selection.blendTrace).toHaveLength(losses.length);
    losses.forEach((loss, i) => {
      expect(selection.blendTrace[i]!.logLoss).toBeCloseTo(loss, 12);
    });
    const best = losses.indexOf(Math.min(...losses));
    expect(selection.choice.treeWeight).toBe(selection.blendTrace[best]!.treeWeight);
    blended.forEach((value, i) => {
      const weight = selection.choice.treeWeight;
      expect(value).toBeCloseTo((1 - weight) * linear[i]! + weight * trees[i]!, 12);
    });
  });

  test("calibrates at the maximum of Platt's likelihood of the newest rows: both parts of its gradient are 0", () => {
    const { slope, intercept } = selection.choice.calibration;
    const leavers = lately.reduce((sum, i) => sum + churned[i]!, 0);
    // Platt (1999), section 2.2: targets (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2).
    const [high, low] = [(leavers + 1) / (leavers + 2), 1 / (lately.length - leavers + 2)];
    let bySlope = 0;
    let byIntercept = 0;
    for (const i of lately) {
      const error = 1 / (1 + Math.exp(-(slope * blended[i]! + intercept))) - (churned[i] === 1 ? high : low);
      bySlope += error * blended[i]!;
      byIntercept += error;
    }
    expect(bySlope).toBeCloseTo(0, 6);
    expect(byIntercept).toBeCloseTo(0, 6);
  });

  test("takes the rows of the two newest cutoffs for the newest", () => {
    expect(lately).toHaveLength(400);
    const four = rowsOf(CHURNED, new Random(8), 4);
    const folds = customerFolds(four, "quick", new Random(1).fork("customers"));
    const cutoffs = joined(folds.map(({ test: held }) => held.cutoff));
    const { outOfSample } = chooseChurn(four, FEATURES, "quick", new Random(1));
    expect(outOfSample.lately).toEqual([...cutoffs.keys()].filter((i) => cutoffs[i]! >= 2));
  });

  test("is the same for the same seed, bit for bit", () => {
    expect(chooseChurn(ROWS, FEATURES, "full", new Random(1))).toEqual(selection);
  });

  test("done quickly has the usual penalty and the usual trees", () => {
    const { choice } = chooseChurn(ROWS, FEATURES, "quick", new Random(1));
    expect(choice.l2).toBe(100);
    expect(choice.trees!.shape.maxDepth).toBe(3);
  });
});

describe("a choice where little is known", () => {
  test.each([
    [100, 100, "full"],
    [99, 300, "recency_frequency"],
    [10, 300, "recency_frequency"],
    [9, 300, "constant"],
    [0, 300, "constant"],
    [300, 0, "constant"],
    [1, 1, "constant"],
  ] as const)("%i left and %i stayed: %s, and every probability is one", (leavers, stayers, level) => {
    const { choice, outOfSample, blendTrace } = chooseChurn(
      rowsOf(labels(leavers, stayers)),
      FEATURES,
      "quick",
      new Random(1),
    );
    expect(choice.level).toBe(level);
    expect(choice.trees !== null).toBe(level === "full");
    expect(blendTrace).toHaveLength(level === "full" ? 11 : 1);
    expect(outOfSample.blended.every(Number.isFinite)).toBe(true);
    if (level !== "full") expect(choice.calibration).toEqual({ slope: 1, intercept: 0 });
    expect(choice.calibration.slope).toBeGreaterThan(0);
  });

  test("one customer alone is learned from and judged on all the same", () => {
    const { outOfSample } = chooseChurn(
      rowsOf(labels(0, 6), new Random(2), 6),
      FEATURES,
      "quick",
      new Random(1),
    );
    expect(outOfSample.churned).toHaveLength(6);
    expect(outOfSample.blended.every(Number.isFinite)).toBe(true);
  });

  test("leavers who are all one customer are judged by fits that saw nobody leave", () => {
    // Customer 0 is gone at all twelve cutoffs, eleven others stay.
    const rows = rowsOf(labels(12, 132), new Random(3), 12);
    const { choice, outOfSample } = chooseChurn(rows, FEATURES, "full", new Random(1));
    expect(choice.level).toBe("recency_frequency");
    expect(outOfSample.blended.every(Number.isFinite)).toBe(true);
  });

  test("hundred leavers who are four customers still give a full model", () => {
    const rows = rowsOf(labels(100, 900), new Random(3), 25);
    const { choice, outOfSample } = chooseChurn(rows, FEATURES, "quick", new Random(1));
    expect(choice.level).toBe("full");
    expect(outOfSample.blended.every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(choice.calibration.intercept)).toBe(true);
  });
});
