import { describe, expect, test } from "bun:test";
import { binMatrix } from "../../../src/learning/boosting/binned-matrix";
import { GradientBoostedTrees } from "../../../src/learning/boosting/gradient-boosted-trees";
import { leafScore, leafWeight } from "../../../src/learning/boosting/leaf-weight";
import { SplitSearch } from "../../../src/learning/boosting/split-search";
import { matrix } from "../../../src/learning/matrix";

/** Four rows, targets 0, 0, 10, 10: gradients 5, 5, −5, −5 at the base score 5, hessians 1. */
const x = matrix(4, 1, Float64Array.of(1, 2, 3, 4));
const y = Float64Array.of(0, 0, 10, 10);
const plain = { loss: "squared", rounds: 1, maxDepth: 1, learningRate: 1 } as const;

describe("one split by hand (Chen & Guestrin 2016, eq. 5 and 7 without its half)", () => {
  test("gains G_L²/(H_L + λ) + G_R²/(H_R + λ) − G²/(H + λ)", () => {
    // 10²/(2 + 1) + 10²/(2 + 1) − 0²/(4 + 1); leaves −10/3 and 10/3.
    const { trees } = new GradientBoostedTrees({ ...plain, lambda: 1 }).fit(x, y);
    expect(Array.from(trees.feature)).toEqual([0, -1, -1]);
    expect(trees.threshold[0]).toBe(3);
    expect(trees.gain[0]).toBeCloseTo(200 / 3, 5);
    expect(Array.from(trees.value)).toEqual([0, Math.fround(-10 / 3), Math.fround(10 / 3)]);
    expect(Array.from(trees.cover)).toEqual([4, 2, 2]);
    expect(trees.baseScore).toBe(5);
  });

  test("takes the L1 penalty off the gradients: 2·(10 − 4)²/(2 + 1)", () => {
    const { trees } = new GradientBoostedTrees({ ...plain, alpha: 4 }).fit(x, y);
    expect(trees.gain[0]).toBeCloseTo(24, 5);
    expect(trees.value[1]).toBe(-2);
  });

  test("is made where it gains exactly gamma, and not where it gains less", () => {
    const fit = (gamma: number) => new GradientBoostedTrees({ ...plain, lambda: 0, gamma }).fit(x, y).trees;
    expect(fit(100).feature[0]).toBe(0);
    expect(fit(100.001).feature[0]).toBe(-1);
  });

  test("needs minChildWeight on either side", () => {
    const fit = (minChildWeight: number) =>
      new GradientBoostedTrees({ ...plain, minChildWeight }).fit(x, y).trees;
    expect(fit(2).feature[0]).toBe(0);
    expect(fit(2.1).feature[0]).toBe(-1);
  });

  test("multiplies leaf values by the learning rate and rounds them to float32", () => {
    const { trees } = new GradientBoostedTrees({ ...plain, learningRate: 0.1 }).fit(x, y);
    expect(trees.value[1]).toBe(Math.fround(0.1 * (-10 / 3)));
  });
});

test("the best free weight of a leaf has the greatest score, and bounds hold it", () => {
  const penalties = { lambda: 2, alpha: 1, gamma: 0, minChildWeight: 0 };
  const free = { lower: -Infinity, upper: Infinity };
  const best = leafWeight(-9, 3, penalties, free);
  expect(best).toBe(8 / 5);
  expect(leafScore(-9, 3, best, penalties)).toBeCloseTo(64 / 5, 12);
  for (const other of [best - 0.01, best + 0.01, 0, -1]) {
    expect(leafScore(-9, 3, other, penalties)).toBeLessThan(64 / 5);
  }
  expect(leafWeight(-9, 3, penalties, { lower: -1, upper: 0.5 })).toBe(0.5);
  expect(leafWeight(-9, 0, penalties, free)).toBe(0);
});

test("what subtraction leaves in an empty bin is not split off, even where no minimum is asked for", () => {
  const binned = binMatrix(matrix(4, 1, Float64Array.of(1, 2, 3, 4)), undefined, 255);
  const penalties = { lambda: 0, alpha: 0, gamma: 0, minChildWeight: 0 };
  const search = new SplitSearch(binned, penalties, new Int8Array(1));
  // Bin 0 is empty but for rounding: alone it would score 1e-8² / 1e-17 = 10.
  const histogram = Float64Array.of(1e-8, 1e-17, -1, 1, 0.5, 1, 0.5, 1);
  const node = { gradient: 0, hessian: 3, lower: -Infinity, upper: Infinity };
  expect(search.findBest(histogram, node, undefined)).toBe(true);
  expect(search.lastLeft).toBe(1);
  expect(search.gain).toBeCloseTo(1.5, 6);
});
