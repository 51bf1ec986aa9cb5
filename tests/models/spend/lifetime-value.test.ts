import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import { HEAD_FEATURES } from "../../../src/models/heads";
import {
  countBuyers,
  expectedSpend,
  fitSpend,
  unlearnedSpend,
} from "../../../src/models/spend/lifetime-value";
import { fitMember, memberSpend, SPEND_MEMBERS } from "../../../src/models/spend/spend-members";
import { labels, rowsOf } from "../noisy-rows";
import { SPLITS } from "../simulated-rows";
import { blendedSpend } from "../trained-models";

const BASE = HEAD_FEATURES.base;

describe("expected spend", () => {
  test("is the mean of all with fewer than a hundred buyers, times the factor of the total", () => {
    const rows = rowsOf(labels(101, 99));
    const model = fitSpend(rows, BASE, 90, [], 1);
    const mean = rows.spend.reduce((sum, value) => sum + value, 0) / 200;
    expect([model.kind, model.constant, model.totalFactor]).toEqual(["mean", mean, 1]);
    const { x } = rowsOf(labels(1, 1));
    expect([...expectedSpend({ ...model, totalFactor: 1.5 }, x)]).toEqual([1.5 * mean, 1.5 * mean]);
    expect(fitSpend(rowsOf(labels(101, 100)), BASE, 90, [], 1).kind).toBe("blend");
  });

  test("is missing for everybody where nothing was learned", () => {
    const model = unlearnedSpend(["monetary"], 90);
    expect(model.kind).toBe("none");
    expect([...expectedSpend(model, matrix(2, 1))]).toEqual([NaN, NaN]);
  });

  test("of a blend is the weighted geometric mean of its members, times the factor of the total", () => {
    const spendRate = (amount: number) => 100 * Math.log(amount);
    const x = matrix(2, 2, Float64Array.of(spendRate(16), 81, spendRate(81), 16));
    const told = expectedSpend(blendedSpend(), x);
    // 16^¾ · 81^¼ = 8 · 3 and 81^¾ · 16^¼ = 27 · 2.
    expect(told[0]!).toBeCloseTo(1.11 * 24, 10);
    expect(told[1]!).toBeCloseTo(1.11 * 54, 10);
  });

  test("counts a member that expects next to nothing as expecting the floor", () => {
    // The floor is 0.01. In log(16), -5 and 0 count as 0; e^-1000 of the regression is 0.
    const x = matrix(3, 2, Float64Array.of(100 * Math.log(16), -5, 100 * Math.log(16), 0, -1e5, 81));
    const told = expectedSpend(blendedSpend(), x);
    expect(told[0]!).toBeCloseTo(1.11 * 8 * 0.01 ** 0.25, 10);
    expect(told[1]!).toBe(told[0]!);
    expect(told[2]!).toBeCloseTo(1.11 * 0.01 ** 0.75 * 3, 10);
  });

  test("leaves customers of whom the purchase model says nothing to the other members", () => {
    const x = matrix(1, 2, Float64Array.of(100 * Math.log(16), NaN));
    expect(expectedSpend(blendedSpend(), x)[0]!).toBeCloseTo(1.11 * 16, 10);
  });

  test("is what is kept of it where that is forecast", () => {
    const keptShare = { level: 0.9, orderValue: 100 };
    const nothing = unlearnedSpend(["monetary", "return_rate"], 90);
    const model = { ...nothing, kind: "mean" as const, constant: 50, totalFactor: 1.11, keptShare };
    // 300 spent, half of it sent back: 1 - 300 · 0.5 / 400 of 0.9.
    const told = expectedSpend(model, matrix(1, 2, Float64Array.of(300, 0.5)));
    expect(told[0]!).toBeCloseTo(1.11 * 50 * 0.9 * 0.625, 10);
  });

  test("of a fitted blend is the geometric mean of all four members, each fitted on the rows", () => {
    const { train, test: held } = SPLITS.all;
    const features = HEAD_FEATURES.all;
    const model = fitSpend(train, features, 60, [held.x], 3);
    expect(model.members.map(({ member }) => member.kind)).toEqual([...SPEND_MEMBERS]);
    expect(model.members.map(({ weight }) => weight)).toEqual([0.25, 0.25, 0.25, 0.25]);
    const mean = train.spend.reduce((sum, value) => sum + value, 0) / train.spend.length;
    expect(model.floor).toBeCloseTo(mean / 1000, 12);
    expect(model.totalFactor).toBe(1);
    const parts = SPEND_MEMBERS.map((kind) =>
      memberSpend(fitMember(kind, train, features, 3), held.x, features),
    );
    expectedSpend(model, held.x).forEach((value, i) => {
      const product = parts.reduce((all, part) => all * Math.max(model.floor, part[i]!), 1);
      expect(value / product ** 0.25).toBeCloseTo(1, 10);
    });
  });

  test("of nobody is nothing", () => {
    expect(expectedSpend(blendedSpend(), matrix(0, 2))).toHaveLength(0);
  });
});

test("buyers are the rows with an amount above 0", () => {
  expect(countBuyers({ spend: Float64Array.of(0, 10, 50) })).toBe(2);
  expect(countBuyers({ spend: new Float64Array(3) })).toBe(0);
});
