import { describe, expect, test } from "bun:test";
import {
  type BoostedTreesState,
  GradientBoostedTrees,
} from "../../../src/learning/boosting/gradient-boosted-trees";
import type { BoostingOptions } from "../../../src/learning/boosting/parameters";
import { matrix, takeRows } from "../../../src/learning/matrix";
import { importanceOf } from "./importance";
import { noisyRows } from "./rows";

const { x, y } = noisyRows(600, 6, 1);
const labels = y.map((value) => +(value > 0.5));
const sampled: BoostingOptions = {
  loss: "logistic",
  rounds: 25,
  subsample: 0.6,
  colsampleByTree: 0.5,
  seed: 11,
};

describe("gradient-boosted trees as an estimator", () => {
  test("a second fit forgets the first", () => {
    const other = noisyRows(200, 4, 2);
    const model = new GradientBoostedTrees(sampled).fit(
      other.x,
      other.y.map((value) => +(value > 0)),
    );
    expect(model.fit(x, labels).toState()).toEqual(
      new GradientBoostedTrees(sampled).fit(x, labels).toState(),
    );
  });

  test("the same seed gives the same bits and another seed others", () => {
    const predict = (seed: number) =>
      new GradientBoostedTrees({ ...sampled, seed }).fit(x, labels).predict(x);
    expect(predict(4)).toEqual(predict(4));
    expect(predict(4)).not.toEqual(predict(5));
  });

  test("its state survives JSON to the bit", () => {
    const model = new GradientBoostedTrees(sampled).fit(x, labels);
    const back = GradientBoostedTrees.fromState(
      JSON.parse(JSON.stringify(model.toState())) as BoostedTreesState,
    );
    expect(back.predict(x)).toEqual(model.predict(x));
    expect(back.trees).toEqual(model.trees);
    expect(back.toState()).toEqual(model.toState());
  });

  test("a state whose arrays do not fit together is refused", () => {
    const state = new GradientBoostedTrees(sampled).fit(x, labels).toState();
    expect(() => GradientBoostedTrees.fromState({ ...state, trees: { ...state.trees, value: [1] } })).toThrow(
      "value has 1 entries",
    );
  });

  test("infinity, a wrong width, a wrong length and use before the fit are refused", () => {
    const model = new GradientBoostedTrees(sampled);
    expect(() => model.predict(x)).toThrow("not been fitted");
    model.fit(x, labels);
    expect(() => model.predict(matrix(1, 5))).toThrow("fitted on 6 columns, asked about 5");
    expect(() => model.predict(matrix(1, 6, Float64Array.of(0, 0, Infinity, 0, 0, 0)))).toThrow(
      "column 2 is Infinity",
    );
    expect(() => model.predict(matrix(1, 6, Float64Array.of(0, 0, 0, 1e39, 0, 0)))).toThrow(
      "column 3 is 1e+39",
    );
    expect(() => model.fit(x, labels.slice(1))).toThrow("600 rows but 599 targets");
    expect(() => model.fit(x, labels, new Float64Array(600))).toThrow("all weights are 0");
  });

  const refusals: [Partial<BoostingOptions>, string][] = [
    [{ rounds: 0 }, "rounds must be an integer from 1 to 10000, not 0"],
    [{ maxDepth: 11 }, "maxDepth must be an integer from 1 to 10, not 11"],
    [{ maxBins: 256 }, "maxBins must be an integer from 2 to 255, not 256"],
    [{ learningRate: 0 }, "learningRate must be more than 0 and at most 1, not 0"],
    [{ subsample: 1.1 }, "subsample must be more than 0 and at most 1, not 1.1"],
    [{ colsampleByTree: Number.NaN }, "colsampleByTree must be more than 0 and at most 1, not NaN"],
    [{ lambda: -1 }, "lambda must be a number of 0 or more, not -1"],
    [{ alpha: Infinity }, "alpha must be a number of 0 or more, not Infinity"],
    [{ gamma: -0.1 }, "gamma must be a number of 0 or more, not -0.1"],
    [{ minChildWeight: -2 }, "minChildWeight must be a number of 0 or more, not -2"],
    [{ baseScore: Number.NaN }, "baseScore must be a finite number, not NaN"],
    [{ monotone: [1, 0] }, "monotone must have one entry a column (6), not 2"],
    [{ monotone: [0, 0, 2, 0, 0, 0] }, "monotone must hold -1, 0 or 1, not 2 (column 2)"],
    [{ seed: -1 }, "seed must be an integer from 0"],
  ];
  for (const [option, message] of refusals) {
    test(`a fit with ${Object.keys(option)[0]} out of range says so: ${message}`, () => {
      expect(() => new GradientBoostedTrees({ ...sampled, ...option }).fit(x, labels)).toThrow(message);
    });
  }
});

describe("what is learned", () => {
  test("the training loss falls and probabilities stay in (0, 1)", () => {
    const logLossAfter = (rounds: number) => {
      const p = new GradientBoostedTrees({ loss: "logistic", rounds }).fit(x, labels).predict(x);
      return -p.reduce((sum, value, i) => sum + Math.log(labels[i] ? value : 1 - value), 0) / p.length;
    };
    expect(logLossAfter(20)).toBeLessThan(logLossAfter(5));
    expect(logLossAfter(100)).toBeLessThan(0.5 * logLossAfter(5));
  });

  test("a single class gives one probability near 0 or 1, and no crash", () => {
    for (const only of [0, 1]) {
      const p = new GradientBoostedTrees({ loss: "logistic", rounds: 20 })
        .fit(x, new Float64Array(600).fill(only))
        .predict(x);
      expect(Math.abs(p[0]! - only)).toBeLessThan(1e-5);
      expect(p.every((value) => value === p[0])).toBe(true);
    }
  });

  test("Tweedie targets that are all 0 give a mean of nearly 0", () => {
    const p = new GradientBoostedTrees({ loss: { tweedie: 1.5 }, rounds: 5 })
      .fit(x, new Float64Array(600))
      .predict(x);
    expect(p.every((value) => value >= 0 && value < 1e-9)).toBe(true);
  });

  test("a constant column is never split on", () => {
    const constant = { ...x, data: x.data.map((value, i) => (i % 6 === 0 ? 3 : value)) };
    const { splits, totalGain } = importanceOf(new GradientBoostedTrees(sampled).fit(constant, labels));
    expect(splits[0]).toBe(0);
    expect(totalGain[0]).toBe(0);
    expect(splits[2]).toBeGreaterThan(0);
  });

  test("importance counts all splits, and the columns that matter lead", () => {
    const model = new GradientBoostedTrees({ loss: "squared", rounds: 40 }).fit(x, y);
    const { splits, totalGain } = importanceOf(model);
    expect(splits.reduce((sum, count) => sum + count, 0)).toBe(
      model.trees.feature.filter((column) => column >= 0).length,
    );
    for (const noise of [4, 5]) expect(totalGain[noise]).toBeLessThan(totalGain[2]! / 5);
  });

  test("whole weights give the trees of rows that are repeated as often", () => {
    const rows = Array.from({ length: 600 }, (_, i) => i);
    const weights = Float64Array.from(rows, (i) => (i * 7) % 4);
    const repeated = rows.flatMap((i) => new Array<number>(weights[i]!).fill(i));
    const options: BoostingOptions = { loss: "squared", rounds: 30, maxBins: 40 };
    const weighted = new GradientBoostedTrees(options).fit(x, y, weights);
    const copied = new GradientBoostedTrees(options).fit(
      takeRows(x, repeated),
      Float64Array.from(repeated, (i) => y[i]!),
    );
    expect(weighted.trees.feature).toEqual(copied.trees.feature);
    expect(weighted.trees.threshold).toEqual(copied.trees.threshold);
    const ours = weighted.margin(x);
    const theirs = copied.margin(x);
    for (const i of rows) expect(ours[i]).toBeCloseTo(theirs[i]!, 5);
  });

  test("a tree looks at its share of the columns only", () => {
    const { trees } = new GradientBoostedTrees({ loss: "squared", rounds: 40, colsampleByTree: 0.34 }).fit(
      x,
      y,
    );
    for (let tree = 0; tree < 40; tree++) {
      const asked = trees.feature.subarray(trees.treeStart[tree]!, trees.treeStart[tree + 1]!);
      expect(new Set(asked.filter((column) => column >= 0)).size).toBeLessThanOrEqual(2);
    }
  });

  test("rows that a tree did not see are scored by it too", () => {
    const model = new GradientBoostedTrees({ loss: "squared", rounds: 60, subsample: 0.3, maxDepth: 3 }).fit(
      x,
      y,
    );
    const error = (values: Float64Array) =>
      values.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0) / 600;
    expect(error(model.predict(x))).toBeLessThan(
      0.5 * error(new Float64Array(600).fill(model.trees.baseScore)),
    );
  });

  test("trees are no deeper than maxDepth, children lie side by side, and covers add up", () => {
    const { trees } = new GradientBoostedTrees({ loss: "squared", rounds: 10, maxDepth: 3 }).fit(x, y);
    const depth = new Int32Array(trees.feature.length);
    for (let node = 0; node < depth.length; node++) {
      const left = trees.left[node]!;
      if (trees.feature[node]! < 0) continue;
      expect(trees.right[node]).toBe(left + 1);
      depth[left] = depth[left + 1] = depth[node]! + 1;
      expect(trees.cover[left]! + trees.cover[left + 1]!).toBeCloseTo(trees.cover[node]!, 9);
      expect(trees.gain[node]).toBeGreaterThan(0);
    }
    expect(Math.max(...depth)).toBe(3);
  });

  test("values are compared as float32: less than the threshold goes left", () => {
    const model = new GradientBoostedTrees({
      loss: "squared",
      rounds: 1,
      maxDepth: 1,
      learningRate: 1,
      lambda: 0,
    });
    model.fit(matrix(2, 1, Float64Array.of(0, 0.1)), Float64Array.of(0, 1));
    const asked = matrix(3, 1, Float64Array.of(0.1, Math.fround(0.1) - 1e-12, 0.0999));
    expect(Array.from(model.predict(asked))).toEqual([1, 1, 0]);
  });
});
