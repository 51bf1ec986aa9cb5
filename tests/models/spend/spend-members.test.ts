import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import { HEAD_FEATURES } from "../../../src/models/heads";
import {
  amountExamples,
  answeringFeature,
  fitMember,
  likelyAmount,
  memberSpend,
  occurrenceExamples,
  SPEND_TREES,
  tweedieExamples,
} from "../../../src/models/spend/spend-members";
import { labels, rowsOf } from "../noisy-rows";
import { SPEND_ROUNDS, SPLITS, withMissingValues } from "../simulated-rows";

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("the member of the same again", () => {
  test.each([
    [30, "spend_30d"],
    [59, "spend_30d"],
    [60, "spend_90d"],
    [90, "spend_90d"],
    [134, "spend_90d"],
    [135, "spend_180d"],
    [180, "spend_180d"],
  ])("over %i days answers with %s", (horizonDays, feature) => {
    expect(answeringFeature("same_again", horizonDays)).toBe(feature);
    const features = ["spend_30d", "spend_90d", "spend_180d"];
    const x = matrix(1, 3, Float64Array.of(30, 90, 180));
    const member = fitMember("same_again", rowsOf(labels(1, 1)), features, horizonDays, SPEND_ROUNDS, 1);
    expect([...memberSpend(member, x, features)]).toEqual([Number(feature.slice(6, -1))]);
  });
});

test("the buy-till-you-die member answers with its expected spend, never below 0, missing where that is", () => {
  const features = ["monetary", "btyd_expected_spend"];
  const x = matrix(3, 2, Float64Array.of(9, 12.5, 9, -3, 9, NaN));
  const member = fitMember("btyd", rowsOf(labels(1, 1)), features, 90, SPEND_ROUNDS, 1);
  expect([...memberSpend(member, x, features)]).toEqual([12.5, 0, NaN]);
});

test("a likely amount is the probability of buying times e to the log amount", () => {
  const told = likelyAmount(Float64Array.of(0, Math.log(3), Infinity, -800), Float64Array.of(1, 0, 2, 2));
  expect(told[0]).toBeCloseTo(Math.E / 2, 12);
  expect(told[1]).toBeCloseTo(0.75, 12);
  expect(told[2]).toBeCloseTo(Math.E ** 2, 12);
  expect(told[3]).toBe(0);
});

describe("what trees are grown on", () => {
  const rows = { ...rowsOf(labels(2, 2)), spend: Float64Array.of(0, 0, 10, 30) };

  test("is spend in units of its mean, and as it is where nobody spent anything", () => {
    const { examples, unit } = tweedieExamples(rows);
    expect(unit).toBe(10);
    expect([...examples.y]).toEqual([0, 0, 1, 3]);
    const none = tweedieExamples({ ...rows, spend: new Float64Array(4) });
    expect([none.unit, ...none.examples.y]).toEqual([1, 0, 0, 0, 0]);
  });

  test("is who bought at all, and the log amounts of those who did", () => {
    expect([...occurrenceExamples(rows).y]).toEqual([0, 0, 1, 1]);
    const { x, y } = amountExamples(rows);
    expect(y).toEqual(Float64Array.of(Math.log(10), Math.log(30)));
    expect(x.data).toEqual(rows.x.data.slice(2 * rows.x.columns));
    expect(amountExamples({ ...rows, spend: new Float64Array(4) }).y).toHaveLength(0);
  });

  test("buying has the signs of leaving turned round, amounts have those of spending", () => {
    const features = ["recency_days", "frequency", "monetary", "mean_hour"];
    expect(SPEND_TREES.occurrence(features, 3).signs).toEqual([-1, 1, 0, 0]);
    expect(SPEND_TREES.amount(features, 3).signs).toEqual([0, 0, 1, 0]);
    expect(SPEND_TREES.tweedie(features, 3)).toEqual({
      loss: { tweedie: 1.5 },
      signs: [0, 0, 1, 0],
      seed: 3,
    });
  });
});

const LEARNED = ["tweedie_glm", "zero_inflated_lognormal", "tweedie_trees", "hurdle_trees"] as const;

describe.each(LEARNED)("the member %s", (kind) => {
  const { train, test: held } = SPLITS.base.test;
  const features = HEAD_FEATURES.base;
  const member = fitMember(kind, train, features, 60, SPEND_ROUNDS, 1);
  const told = memberSpend(member, train.x, features);

  test("grows with what customers spent so far, and adds up to about what was spent", () => {
    const ratio = mean(told) / mean(train.spend);
    // A median amount lies below the mean, so the hurdle is low in total.
    expect(ratio).toBeGreaterThan(kind === "hurdle_trees" ? 0.5 : 0.8);
    expect(ratio).toBeLessThan(1.3);
    const column = features.indexOf("monetary");
    const rich = told.filter((_, i) => train.x.data[i * train.x.columns + column]! > 1000);
    const poor = told.filter((_, i) => train.x.data[i * train.x.columns + column]! < 100);
    expect(mean(rich)).toBeGreaterThan(2 * mean(poor));
  });

  test("answers about everybody, missing values and all, with an amount of 0 or more", () => {
    const amounts = memberSpend(member, withMissingValues("base", held.x), features);
    expect(amounts.every((value) => value >= 0 && value < Infinity)).toBe(true);
  });

  test("tells the same in cents as in euros", () => {
    const cents = { ...train, spend: train.spend.map((value) => 100 * value) };
    const inCents = memberSpend(fitMember(kind, cents, features, 60, SPEND_ROUNDS, 1), train.x, features);
    const worst = inCents.reduce(
      (most, value, i) => Math.max(most, Math.abs(value / (100 * told[i]!) - 1)),
      0,
    );
    expect(worst).toBeLessThan(1e-3);
  });

  test("is the same for the same seed", () => {
    const again = memberSpend(fitMember(kind, train, features, 60, SPEND_ROUNDS, 1), train.x, features);
    expect(again).toEqual(told);
  });
});
