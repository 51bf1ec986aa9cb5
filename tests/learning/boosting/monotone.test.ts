import { describe, expect, test } from "bun:test";
import { GradientBoostedTrees } from "../../../src/learning/boosting/gradient-boosted-trees";
import type { LossName } from "../../../src/learning/boosting/parameters";
import { matrix } from "../../../src/learning/matrix";
import { Random } from "../../../src/learning/random";
import { importanceOf } from "./importance";
import { noisyRows } from "./rows";

const { x, y } = noisyRows(1500, 5, 6);
const cases: [LossName, Float64Array][] = [
  ["squared", y],
  ["logistic", y.map((value) => +(value > 0.4))],
  [{ tweedie: 1.5 }, y.map((value) => Math.max(0, value))],
];

/** The largest fall of the margin as one column rises over a grid, from many random places. */
function largestFall(model: GradientBoostedTrees, column: number): number {
  const random = new Random(99);
  const steps = 60;
  let worst = 0;
  for (let place = 0; place < 80; place++) {
    const grid = matrix(steps, 5);
    const base = Float64Array.from({ length: 5 }, () =>
      random.uniform() < 0.1 ? Number.NaN : random.normal(),
    );
    for (let step = 0; step < steps; step++) {
      grid.data.set(base, step * 5);
      grid.data[step * 5 + column] = -3 + (6 * step) / (steps - 1);
    }
    const margins = model.margin(grid);
    for (let step = 1; step < steps; step++) worst = Math.max(worst, margins[step - 1]! - margins[step]!);
  }
  return worst;
}

describe("monotone constraints", () => {
  for (const [loss, target] of cases) {
    test(`hold on a grid for the loss ${JSON.stringify(loss)}`, () => {
      const fit = (monotone?: number[]) =>
        new GradientBoostedTrees({ loss, rounds: 60, maxDepth: 6, ...(monotone ? { monotone } : {}) }).fit(
          x,
          target,
        );
      // Column 0 enters as x₀x₁: free trees both rise and fall with it.
      expect(largestFall(fit(), 0)).toBeGreaterThan(0.05);
      const bound = fit([1, 0, 1, 0, 0]);
      expect(largestFall(bound, 0)).toBeLessThan(1e-6);
      expect(largestFall(bound, 2)).toBeLessThan(1e-6);
      expect(importanceOf(bound).splits[2]).toBeGreaterThan(0);
    });
  }

  test("of -1 on a column that only rises leave it nearly unused", () => {
    const model = new GradientBoostedTrees({ loss: "squared", rounds: 30, monotone: [0, 0, -1, 0, 0] }).fit(
      x,
      y,
    );
    const free = new GradientBoostedTrees({ loss: "squared", rounds: 30 }).fit(x, y);
    expect(importanceOf(model).totalGain[2]!).toBeLessThan(0.1 * importanceOf(free).totalGain[2]!);
  });

  test("of 0 everywhere change nothing", () => {
    const free = new GradientBoostedTrees({ loss: "squared", rounds: 10 }).fit(x, y);
    const none = new GradientBoostedTrees({ loss: "squared", rounds: 10, monotone: [0, 0, 0, 0, 0] }).fit(
      x,
      y,
    );
    expect(none.trees).toEqual(free.trees);
  });
});
