import { describe, expect, test } from "bun:test";
import { GradientBoostedTrees } from "../../../src/learning/boosting/gradient-boosted-trees";
import { lossOf } from "../../../src/learning/boosting/loss-of";
import type { BoostingOptions } from "../../../src/learning/boosting/parameters";
import { noisyRows } from "./rows";

const train = noisyRows(300, 5, 21);
const validation = noisyRows(300, 5, 22);
const binary = (y: Float64Array) => y.map((value) => +(value > 0.5));
const options: BoostingOptions = { loss: "logistic", rounds: 400, learningRate: 0.3, maxDepth: 5 };
const stopping = { validation: { x: validation.x, y: binary(validation.y) }, patience: 10 };
const fit = (more = {}) =>
  new GradientBoostedTrees({ ...options, ...more }).fit(train.x, binary(train.y), undefined, stopping);

describe("early stopping", () => {
  test("keeps the round with the least validation deviance and throws the later trees away", () => {
    const model = fit();
    const best = model.history.indexOf(Math.min(...model.history));
    expect(model.rounds).toBe(best + 1);
    expect(model.history.length).toBe(best + 1 + 10);
    expect(model.history.length).toBeLessThan(400);
    const shorter = new GradientBoostedTrees({ ...options, rounds: best + 1 }).fit(train.x, binary(train.y));
    expect(model.trees).toEqual(shorter.trees);
  });

  test("records the deviance that the kept trees have", () => {
    const model = fit();
    const margins = model.margin(validation.x);
    const deviance = lossOf("logistic").deviance(
      margins,
      stopping.validation.y,
      new Float64Array(300).fill(1),
    );
    expect(model.history[model.rounds - 1]).toBeCloseTo(deviance, 12);
  });

  test("does not stop before the patience is up, and keeps no history without a validation set", () => {
    const model = fit({ rounds: 8 });
    expect(model.history.length).toBe(8);
    expect(
      new GradientBoostedTrees({ ...options, rounds: 3 }).fit(train.x, binary(train.y)).history.length,
    ).toBe(0);
  });

  test("refuses a patience of 0 and a validation set of another width", () => {
    const model = new GradientBoostedTrees(options);
    const y = binary(train.y);
    expect(() => model.fit(train.x, y, undefined, { ...stopping, patience: 0 })).toThrow("patience must be");
    const narrow = noisyRows(10, 4, 1);
    const odd = { validation: { x: narrow.x, y: binary(narrow.y) }, patience: 1 };
    expect(() => model.fit(train.x, y, undefined, odd)).toThrow(
      "5 columns to fit on, but 4 to validate with",
    );
  });
});
