import { describe, expect, test } from "bun:test";
import { churnLogOdds, churnModel, probabilities, unlearnedChurn } from "../../../src/models/churn/churn";
import { fitMembers, votersOf, votes } from "../../../src/models/churn/members";
import { HEAD_FEATURES, type Head } from "../../../src/models/heads";
import { blendOf } from "../../../src/models/judging/weigh-votes";
import { logOddsLevel } from "../../../src/models/level/level-forecast";
import { labels, rowsOf } from "../noisy-rows";
import { membersOf, SPLITS, withMissingValues } from "../simulated-rows";

const FEATURES = HEAD_FEATURES.base;

describe("the log-odds of a churn model", () => {
  test.each<[Head, readonly number[]]>([
    ["all", [1 / 3, 1 / 3, 1 / 3]],
    ["all", [4 / 6, 0, 2 / 6]],
    ["all", [0, 1 / 6, 5 / 6]],
    ["all", [0, 1, 0]],
    ["all", [0, 0, 1]],
    ["all", [1, 0, 0]],
    ["base", [1 / 2, 1 / 2]],
    ["base", [5 / 6, 1 / 6]],
    ["base", [0, 1]],
  ])("of %s features are the votes, weighed by %p, plus the level", (head, weights) => {
    const members = membersOf(head);
    const { x } = SPLITS[head].test;
    const model = churnModel(members, weights, -0.7);
    for (const rows of [x, withMissingValues(head, x)]) {
      const blended = blendOf(votes(members, rows), weights);
      churnLogOdds(model, rows).forEach((value, i) => {
        expect(value).toBeCloseTo(blended[i]! - 0.7, 10);
      });
    }
  });

  test("are those of the one voter where there is one", () => {
    const members = membersOf("all", "recency_frequency");
    const { x } = SPLITS.all.test;
    const model = churnModel(members, [1], 0.25);
    expect([model.level, model.trees, model.treeWeight]).toEqual(["recency_frequency", null, 0]);
    const [vote] = votes(members, x);
    expect(churnLogOdds(model, x)).toEqual(vote!.map((value) => value + 0.25));
  });

  test("keep the trees and their weight apart from the rest, for reasons and files", () => {
    const members = membersOf("all");
    const model = churnModel(members, [0.2, 0.5, 0.3], 1.5);
    expect(model.trees).toBe(members.trees);
    expect(model.treeWeight).toBe(0.5);
    expect(model.calibration).toEqual({ slope: 1, intercept: 1.5 });
    expect(model.features).toEqual(HEAD_FEATURES.all);
  });
});

describe("at the level of a window, everyone is told", () => {
  test.each([
    [3, 5],
    [0, 8],
    [8, 0],
  ])(
    "(leavers + 1) / (customers + 2) where nothing can be learned: %i left, %i stayed",
    (leavers, stayers) => {
      const rows = rowsOf(labels(leavers, stayers));
      const members = fitMembers(rows, FEATURES, "constant", 1);
      const model = churnModel(members, [1], logOddsLevel(votes(members, rows.x)[0]!, rows.churned));
      for (const value of probabilities(churnLogOdds(model, rowsOf(labels(2, 2)).x)))
        expect(value).toBeCloseTo((leavers + 1) / 10, 10);
    },
  );

  test("the share of those who left where all customers are alike", () => {
    const rows = rowsOf(labels(120, 360));
    const alike = { ...rows, x: { ...rows.x, data: rows.x.data.map(() => 3) } };
    const members = fitMembers(alike, FEATURES, "full", 1);
    const weights = votersOf(members).map((_, __, all) => 1 / all.length);
    const level = logOddsLevel(blendOf(votes(members, alike.x), weights), alike.churned);
    // (120 + 1) / (480 + 2).
    for (const value of probabilities(churnLogOdds(churnModel(members, weights, level), alike.x)))
      expect(value).toBeCloseTo(121 / 482, 9);
  });
});

test("a model that could not be learned tells nothing", () => {
  const model = unlearnedChurn(FEATURES);
  expect(model.level).toBe("none");
  const told = probabilities(churnLogOdds(model, rowsOf(labels(2, 2)).x));
  expect([...told]).toEqual([NaN, NaN, NaN, NaN]);
});
