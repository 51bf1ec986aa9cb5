import { describe, expect, test } from "bun:test";
import { GradientBoostedTrees } from "../../../src/learning/boosting/gradient-boosted-trees";
import type { BoostingOptions } from "../../../src/learning/boosting/parameters";
import { noisyRows } from "./rows";

const { x, y } = noisyRows(600, 6, 1);
const labels = y.map((value) => +(value > 0.5));
const options: BoostingOptions = { loss: "logistic", rounds: 20, maxDepth: 3, baseScore: 0.5 };
const zeros = new Float64Array(600);

describe("offsets of the margins", () => {
  test("of 0 change nothing, to the bit", () => {
    const plain = new GradientBoostedTrees(options).fit(x, labels);
    expect(new GradientBoostedTrees(options).fit(x, labels, undefined, zeros).toState()).toEqual(
      plain.toState(),
    );
  });

  test("that are alike are as good as another base score, which is part of the model", () => {
    // One half moved by log 3 is three quarters.
    const shifted = new GradientBoostedTrees(options).fit(
      x,
      labels,
      undefined,
      zeros.map(() => Math.log(3)),
    );
    const based = new GradientBoostedTrees({ ...options, baseScore: 0.75 }).fit(x, labels);
    const [from, at] = [shifted.margin(x), based.margin(x)];
    from.forEach((margin, i) => {
      expect(margin + Math.log(3)).toBeCloseTo(at[i]!, 4);
    });
  });

  test("are not part of the model: a row gets the same margin whatever its offset was", () => {
    const twice = { ...x, rows: 1200, data: new Float64Array([...x.data, ...x.data]) };
    const offset = Float64Array.from({ length: 1200 }, (_, i) => (i < 600 ? 1.5 : -1.5));
    const margins = new GradientBoostedTrees(options)
      .fit(twice, new Float64Array([...labels, ...labels]), undefined, offset)
      .margin(twice);
    expect(margins.slice(0, 600)).toEqual(margins.slice(600));
  });

  test.each<[string, BoostingOptions, (margin: number) => number]>([
    ["squared", { loss: "squared", rounds: 5, baseScore: 0 }, (margin) => margin],
    ["Tweedie", { loss: { tweedie: 1.5 }, rounds: 5, baseScore: 1 }, Math.exp],
    ["logistic", { ...options, rounds: 5 }, (margin) => 1 / (1 + Math.exp(-margin))],
  ])("at the true margins leave the trees nothing to learn (%s loss)", (_, given, link) => {
    const truth = y.map((value) => Math.max(-2, Math.min(2, value)));
    const model = new GradientBoostedTrees(given).fit(x, truth.map(link), undefined, truth);
    for (const margin of model.margin(x)) expect(margin).toBeCloseTo(0, 6);
    const without = new GradientBoostedTrees(given).fit(x, truth.map(link)).margin(x);
    expect(Math.max(...without) - Math.min(...without)).toBeGreaterThan(0.5);
  });

  test("are one a row", () => {
    const model = new GradientBoostedTrees(options);
    for (const length of [0, 599, 601]) {
      const fit = () => model.fit(x, labels, undefined, new Float64Array(length));
      expect(fit).toThrow(RangeError);
      expect(fit).toThrow(`${length} offsets for 600 rows`);
    }
  });

  test("come on top of the base score", () => {
    // Three quarters is log-odds of log 3: these rows stand at one half, where they belong.
    const even = labels.map(() => 0.5);
    const given = { ...options, rounds: 3, baseScore: 0.75 };
    const lower = zeros.map(() => -Math.log(3));
    const model = new GradientBoostedTrees(given).fit(x, even, undefined, lower);
    for (const margin of model.margin(x)) expect(margin).toBeCloseTo(Math.log(3), 6);
  });

  test.each([NaN, Infinity, -Infinity])("are finite: %d is refused", (value) => {
    const fit = () => new GradientBoostedTrees(options).fit(x, labels, undefined, zeros.with(7, value));
    expect(fit).toThrow(RangeError);
    expect(fit).toThrow(`offset 7 is ${value}`);
  });
});
