import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../src/customers/labels";
import { matrix } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import { HEAD_FEATURES } from "../../src/models/heads";
import {
  chooseSpend,
  expectedSpend,
  fitSpend,
  LEAST_BUYERS,
  SPEND_KINDS,
  unlearnedSpend,
} from "../../src/models/lifetime-value";
import { planProtocol } from "../../src/models/protocol";
import { Snapshots } from "../../src/models/snapshot";
import { type LabelledRows, splitRows } from "../../src/models/splits";
import { trainSpend } from "../../src/models/train-spend";
import { SPLITS } from "./simulated-rows";
import { simulatedSnapshots } from "./simulated-shop";

/** One row a customer of a one-column head. */
function rowsOf(values: readonly number[], spend: readonly number[]): LabelledRows {
  return {
    x: matrix(values.length, 1, Float64Array.from(values)),
    churned: Float64Array.from(spend, (value) => (value > 0 ? 0 : 1)),
    spend: Float64Array.from(spend),
    customer: Int32Array.from(values.keys()),
  };
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("expected spend", () => {
  test("is the mean of all where there are too few buyers for more", () => {
    const rows = rowsOf([1, 2, 3], [0, 10, 50]);
    const splits = { selection: [{ train: rows, test: rows }], test: { train: rows, test: rows }, all: rows };
    const choice = chooseSpend(splits, ["monetary"], 90, 1);
    expect(choice).toEqual({ kind: "mean", rounds: 0, trace: [] });
    expect([...expectedSpend(fitSpend(rows, ["monetary"], 90, choice, 1), rows.x)]).toEqual([20, 20, 20]);
  });

  test.each([
    [30, "spend_30d"],
    [60, "spend_90d"],
    [90, "spend_90d"],
    [180, "spend_180d"],
  ])("of the same again over %i days is the feature %s", (horizonDays, feature) => {
    const features = ["spend_30d", "spend_90d", "spend_180d"];
    const rows = { ...rowsOf([0], [0]), x: matrix(1, 3, Float64Array.of(30, 90, 180)) };
    const model = fitSpend(rows, features, horizonDays, { kind: "same_again", rounds: 0 }, 1);
    expect(model.feature).toBe(feature);
    expect(expectedSpend(model, rows.x)[0]).toBe(Number(feature.slice(6, -1)));
  });

  test("is missing for everybody where nothing was learned", () => {
    const told = expectedSpend(unlearnedSpend(["monetary"], 90), matrix(2, 1));
    expect([...told]).toEqual([NaN, NaN]);
  });

  test.each(["tweedie_trees", "tweedie_glm", "zero_inflated_lognormal"] as const)(
    "by %s grows with what customers spent so far, and adds up to about what was spent",
    (kind) => {
      const { train } = SPLITS.base.test;
      const model = fitSpend(train, HEAD_FEATURES.base, 60, { kind, rounds: 60 }, 1);
      const told = expectedSpend(model, train.x);
      const ratio = mean(told) / mean(train.spend);
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.3);
      const column = HEAD_FEATURES.base.indexOf("monetary");
      const rich = told.filter((_, i) => train.x.data[i * 7 + column]! > 1000);
      const poor = told.filter((_, i) => train.x.data[i * 7 + column]! < 100);
      expect(mean(rich)).toBeGreaterThan(2 * mean(poor));
    },
  );
});

describe("the choice among the contenders", () => {
  const choice = chooseSpend(SPLITS.all, HEAD_FEATURES.all, 60, 1);

  test("tries all of them, and takes the one with the least mean absolute error on the selection rows", () => {
    expect(choice.trace.map(({ kind }) => kind)).toEqual([...SPEND_KINDS]);
    const best = [...choice.trace].sort((a, b) => a.mae - b.mae)[0]!;
    expect([choice.kind, choice.rounds]).toEqual([best.kind, best.rounds]);
  });

  test("judges each on rows it was not fitted on: the error of the same again, by hand", () => {
    const { test: rows } = SPLITS.all.selection[0]!;
    expect(SPLITS.all.selection).not.toHaveLength(0);
    let error = 0;
    let count = 0;
    for (const { test: held } of SPLITS.all.selection) {
      const column = HEAD_FEATURES.all.indexOf("spend_90d");
      held.spend.forEach((value, i) => {
        error += Math.abs(value - held.x.data[i * held.x.columns + column]!);
        count++;
      });
    }
    expect(rows.spend.length).toBeGreaterThan(0);
    expect(choice.trace.find(({ kind }) => kind === "same_again")!.mae).toBeCloseTo(error / count, 8);
  });

  test("leaves out those whose answer is no feature of the head", () => {
    const kinds = chooseSpend(SPLITS.base, HEAD_FEATURES.base, 60, 1).trace.map(({ kind }) => kind);
    expect(kinds).toEqual(SPEND_KINDS.filter((kind) => kind !== "btyd" && kind !== "same_again"));
  });

  test("leaves out the buy-till-you-die model where it could not be fitted", () => {
    const column = HEAD_FEATURES.all.indexOf("btyd_expected_spend");
    const { test: split } = SPLITS.all;
    const data = split.test.x.data.map((value, i) => (i % split.test.x.columns === column ? NaN : value));
    const held = { ...split.test, x: { ...split.test.x, data } };
    const kinds = chooseSpend({ ...SPLITS.all, test: { ...split, test: held } }, HEAD_FEATURES.all, 60, 1);
    expect(kinds.trace.map(({ kind }) => kind)).not.toContain("btyd");
  });

  test("needs a hundred buyers in every training part", () => {
    const fewer = LEAST_BUYERS - 1;
    const rows = rowsOf(
      Array.from({ length: 400 }, (_, i) => i),
      Array.from({ length: 400 }, (_, i) => (i < fewer ? 10 : 0)),
    );
    const enough = { ...rows, spend: rows.spend.map((value, i) => (i === fewer ? 10 : value)) };
    const splitsOf = (train: LabelledRows) => ({
      selection: [{ train, test: enough }],
      test: { train: enough, test: enough },
      all: enough,
    });
    expect(chooseSpend(splitsOf(rows), ["monetary"], 90, 1).kind).toBe("mean");
    expect(chooseSpend(splitsOf(enough), ["monetary"], 90, 1).kind).not.toBe("mean");
  });
});

describe("a trained lifetime-value model", () => {
  const snapshots = simulatedSnapshots(11, 600, 400);
  const { purchases } = snapshots;
  const protocol = planProtocol(oldestOrder(purchases), newestOrder(purchases), [90]);
  const trained = trainSpend(snapshots, protocol, "base", new Random(1));

  test("ranks customers by what they will spend, and counts the buyers it was shipped with", () => {
    const { all } = splitRows(snapshots, protocol, "base", new Random(1));
    expect(trained.evaluation!.shipped.spearman).toBeGreaterThan(0.3);
    expect(trained.buyers).toBe(all.spend.filter((value) => value > 0).length);
    expect(trained.evaluation!.meanSpend).toBeCloseTo(mean(trained.evaluation!.spend), 8);
  });

  test("nothing that happens in the test window reaches what is said of it", () => {
    const testCutoff = protocol.folds.at(-1)!.testCutoff;
    const value = purchases.value.map((v, i) => (purchases.time[i]! > testCutoff ? v * 50 : v));
    const changed = new Snapshots({ ...purchases, value }, snapshots.returns, 90);
    const again = trainSpend(changed, protocol, "base", new Random(1));
    expect(again.evaluation!.meanSpend).toBeCloseTo(50 * trained.evaluation!.meanSpend, 6);
    expect(again.evaluation!.predicted).toEqual(trained.evaluation!.predicted);
    expect(again.evaluation!.trace).toEqual(trained.evaluation!.trace);
  });
});
