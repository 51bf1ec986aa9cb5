import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import { HEAD_FEATURES } from "../../../src/models/heads";
import {
  countBuyers,
  expectedSpend,
  fitSpend,
  MEAN_SPEND,
  type SpendChoice,
  unlearnedSpend,
} from "../../../src/models/spend/lifetime-value";
import { memberSpend, SPEND_MEMBERS } from "../../../src/models/spend/spend-members";
import { labels, rowsOf } from "../noisy-rows";
import { SPEND_ROUNDS, SPLITS } from "../simulated-rows";
import { blendedSpend } from "../trained-models";

const ROWS = { ...rowsOf(labels(1, 2)), spend: Float64Array.of(0, 10, 50) };

describe("expected spend", () => {
  test("is the mean of all where no more was chosen", () => {
    const model = fitSpend(ROWS, HEAD_FEATURES.base, 90, MEAN_SPEND, 1);
    expect([model.kind, model.constant, model.totalFactor]).toEqual(["mean", 20, 1]);
    expect([...expectedSpend(model, ROWS.x)]).toEqual([20, 20, 20]);
  });

  test("is missing for everybody where nothing was learned", () => {
    const model = unlearnedSpend(["monetary"], 90);
    expect(model.kind).toBe("none");
    expect([...expectedSpend(model, matrix(2, 1))]).toEqual([NaN, NaN]);
  });

  test("of a blend is the weighed sum times the factor of the total", () => {
    // (0.75 · 100 + 0.25 · 20) / 0.9, and a negative answer counts as 0.
    const x = matrix(3, 2, Float64Array.of(100, 20, -5, 36, 10, NaN));
    const told = expectedSpend(blendedSpend(), x);
    expect(told[0]).toBeCloseTo(80 / 0.9, 12);
    expect(told[1]).toBeCloseTo(9 / 0.9, 12);
    expect(told[2]).toBeNaN();
  });

  test("of a fitted blend is the weighed sum of its members, each fitted on the rows", () => {
    const { train, test: held } = SPLITS.all.test;
    const features = HEAD_FEATURES.all;
    const choice: SpendChoice = {
      kind: "blend",
      trees: SPEND_ROUNDS,
      totalFactor: 1.25,
      members: SPEND_MEMBERS.map((kind, i) => ({ kind, weight: (i + 1) / 21 })),
    };
    const model = fitSpend(train, features, 60, choice, 3);
    expect(model.members.map(({ member }) => member.kind)).toEqual([...SPEND_MEMBERS]);
    const parts = model.members.map(({ member }) => memberSpend(member, held.x, features));
    expectedSpend(model, held.x).forEach((value, i) => {
      const sum = parts.reduce((total, part, k) => total + ((k + 1) / 21) * part[i]!, 0);
      expect(value).toBeCloseTo(1.25 * sum, 8);
    });
  });

  test("of nobody is nothing", () => {
    expect(expectedSpend(blendedSpend(), matrix(0, 2))).toHaveLength(0);
  });
});

test("buyers are the rows with an amount above 0", () => {
  expect(countBuyers(ROWS)).toBe(2);
  expect(countBuyers({ spend: new Float64Array(3) })).toBe(0);
});
