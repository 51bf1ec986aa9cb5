import { describe, expect, test } from "bun:test";
import { LARGEST_FLOAT } from "../../../src/learning/boosting/float-matrix";
import { GradientBoostedTrees } from "../../../src/learning/boosting/gradient-boosted-trees";
import { type Matrix, matrix } from "../../../src/learning/matrix";
import { importanceOf } from "./importance";

const NA = Number.NaN;
const column = (...values: number[]): Matrix => matrix(values.length, 1, Float64Array.from(values));
const stump = () =>
  new GradientBoostedTrees({ loss: "squared", rounds: 1, maxDepth: 1, learningRate: 1, lambda: 0 });

describe("missing values", () => {
  test("go to the side where they fit better", () => {
    const x = column(1, 2, 3, 4, NA, NA);
    const low = stump().fit(x, Float64Array.of(0, 0, 9, 9, 0, 0));
    expect(low.trees.missingLeft[0]).toBe(1);
    expect(Array.from(low.predict(x))).toEqual([0, 0, 9, 9, 0, 0]);
    const high = stump().fit(x, Float64Array.of(0, 0, 9, 9, 9, 9));
    expect(high.trees.missingLeft[0]).toBe(0);
    expect(Array.from(high.predict(x))).toEqual([0, 0, 9, 9, 9, 9]);
  });

  test("go right where training saw none", () => {
    const model = stump().fit(column(1, 2, 3, 4), Float64Array.of(0, 0, 9, 9));
    expect(Array.from(model.predict(column(NA)))).toEqual([9]);
  });

  test("may be split from all that is there", () => {
    const x = column(1, 2, 3, NA, NA);
    const model = stump().fit(x, Float64Array.of(1, 1, 1, 9.5, 7.5));
    expect(model.trees.threshold[0]).toBe(Math.fround(LARGEST_FLOAT));
    expect(Array.from(model.predict(x))).toEqual([1, 1, 1, 8.5, 8.5]);
    expect(Array.from(model.predict(column(1e38, -1e38)))).toEqual([1, 1]);
  });

  test("alone in a column leave it unused", () => {
    const x = matrix(4, 2, Float64Array.of(NA, 1, NA, 2, NA, 3, NA, 4));
    for (const monotone of [
      [0, 0],
      [1, 1],
    ]) {
      const model = new GradientBoostedTrees({ loss: "squared", rounds: 5, monotone, minChildWeight: 0 });
      model.fit(x, Float64Array.of(0, 1, 2, 3));
      expect(importanceOf(model).splits[0]).toBe(0);
      expect(importanceOf(model).splits[1]).toBeGreaterThan(0);
    }
  });

  test("in every column give a constant", () => {
    const x = matrix(3, 2, new Float64Array(6).fill(NA));
    const p = stump()
      .fit(x, Float64Array.of(1, 2, 6))
      .predict(x);
    expect(Array.from(p)).toEqual([3, 3, 3]);
  });
});
