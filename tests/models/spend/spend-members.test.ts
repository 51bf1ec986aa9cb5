import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import { Random } from "../../../src/learning/random";
import { knownSigns } from "../../../src/models/churn/known-signs";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { type LabelledRows, take } from "../../../src/models/judging/labelled-rows";
import {
  fitMember,
  lastPeriodFeature,
  memberSpend,
  possibleMembers,
  type SpendMember,
} from "../../../src/models/spend/spend-members";
import { labels, rowsOf } from "../noisy-rows";
import { SPLITS, withMissingValues } from "../simulated-rows";

const FEATURES = HEAD_FEATURES.base;
const D = FEATURES.length;
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test.each([
  [30, "spend_30d"],
  [59, "spend_30d"],
  [60, "spend_90d"],
  [90, "spend_90d"],
  [134, "spend_90d"],
  [135, "spend_180d"],
  [180, "spend_180d"],
])("the last period of %i days is %s", (horizonDays, feature) => {
  expect(lastPeriodFeature(horizonDays)).toBe(feature);
});

describe("the buy-till-you-die member", () => {
  const features = ["monetary", "btyd_expected_spend"];

  test("answers with its expected spend, never below 0, missing where that is", () => {
    const x = matrix(3, 2, Float64Array.of(9, 12.5, 9, -3, 9, NaN));
    const member = fitMember("btyd", rowsOf(labels(1, 1)), features, 1);
    expect([...memberSpend(member, x, features)]).toEqual([12.5, 0, NaN]);
  });

  test.each<[string, number[], number[], boolean]>([
    ["everyone is known", [1, 2, 3, 4], [5], true],
    ["half of the rows are known", [1, NaN, 3, NaN], [5], true],
    ["fewer are known", [1, NaN, NaN], [5], false],
    ["one customer to score is not known", [1, 2, 3, 4], [5, NaN], false],
  ])("is a member where it can be learned and asked: %s", (_, known, asked, is) => {
    const of = (values: number[]) =>
      matrix(values.length, 2, Float64Array.from(values.flatMap((v) => [9, v])));
    const rows = { ...rowsOf(labels(0, known.length)), x: of(known) };
    const learned = ["tweedie_glm", "zero_inflated_lognormal", "tweedie_trees"] as const;
    expect(possibleMembers(rows, features, [of([1]), of(asked)], true)).toEqual([
      ...(is ? (["btyd"] as const) : []),
      ...learned,
    ]);
  });

  test("is no member of a head without its feature", () => {
    expect(possibleMembers(SPLITS.base.train, FEATURES, [], true)).not.toContain("btyd");
  });

  test("is left with the linear ones where no trees are wanted", () => {
    const linear = ["tweedie_glm", "zero_inflated_lognormal"] as const;
    expect(possibleMembers(SPLITS.base.train, FEATURES, [], false)).toEqual([...linear]);
  });
});

describe("what a member tells, by hand:", () => {
  const predictor = (coefficient: number, intercept: number) => ({
    unit: Float64Array.of(0),
    mean: Float64Array.of(1),
    scale: Float64Array.of(2),
    coefficients: Float64Array.of(coefficient),
    intercept,
  });
  const x = matrix(2, 1, Float64Array.of(5, 1));

  test("e to the log amount", () => {
    const member: SpendMember = { kind: "tweedie_glm", amount: predictor(0.5, 3) };
    const told = memberSpend(member, x, ["mean_hour"]);
    // (5 - 1) / 2 · 0.5 + 3 = 4.
    expect(told[0]!).toBeCloseTo(Math.exp(4), 10);
    expect(told[1]!).toBeCloseTo(Math.exp(3), 10);
  });

  test("the probability of buying times e to the log amount", () => {
    const member: SpendMember = {
      kind: "zero_inflated_lognormal",
      occurrence: predictor(Math.log(3) / 2, 0),
      amount: predictor(0, 2),
    };
    const told = memberSpend(member, x, ["mean_hour"]);
    // Odds of 3, and of 1.
    expect(told[0]!).toBeCloseTo(0.75 * Math.exp(2), 10);
    expect(told[1]!).toBeCloseTo(0.5 * Math.exp(2), 10);
  });

  test("e to the margin of the trees, in their unit", () => {
    const { train, test: held } = SPLITS.base;
    const member = fitMember("tweedie_trees", train, FEATURES, 1);
    if (member.kind !== "tweedie_trees") throw new Error("no trees");
    const { cutoff, spend } = train;
    const newest = Math.max(...cutoff);
    // The unit is the mean spend in the newest window.
    expect(member.unit).toBeCloseTo(mean(spend.filter((_, i) => cutoff[i] === newest)), 8);
    const margins = member.trees.margin(held.x);
    expect(memberSpend(member, held.x, FEATURES)).toEqual(
      margins.map((margin) => member.unit * Math.exp(margin)),
    );
  });
});

const LEARNED = ["tweedie_glm", "zero_inflated_lognormal", "tweedie_trees"] as const;

describe.each(LEARNED)("the member %s", (kind) => {
  const { train, test: held } = SPLITS.base;
  const member = fitMember(kind, train, FEATURES, 1);
  const told = memberSpend(member, train.x, FEATURES);

  test("grows with what customers spent so far, and adds up to about what was spent in the newest window", () => {
    const { cutoff } = train;
    const newest = Math.max(...cutoff);
    const rows = take(
      train,
      [...cutoff.keys()].filter((i) => cutoff[i] === newest),
    );
    const ratio = mean(memberSpend(member, rows.x, FEATURES)) / mean(rows.spend);
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
    const column = FEATURES.indexOf("monetary");
    const rich = told.filter((_, i) => train.x.data[i * D + column]! > 1000);
    const poor = told.filter((_, i) => train.x.data[i * D + column]! < 100);
    expect(mean(rich)).toBeGreaterThan(2 * mean(poor));
  });

  test("answers about everybody, missing values and all, with an amount of 0 or more", () => {
    const amounts = memberSpend(member, withMissingValues("base", held.x), FEATURES);
    expect(amounts.every((value) => value >= 0 && value < Infinity)).toBe(true);
  });

  test("tells the same in cents as in euros", () => {
    const cents = { ...train, spend: train.spend.map((value) => 100 * value) };
    const inCents = memberSpend(fitMember(kind, cents, FEATURES, 1), train.x, FEATURES);
    const worst = inCents.reduce(
      (most, value, i) => Math.max(most, Math.abs(value / (100 * told[i]!) - 1)),
      0,
    );
    expect(worst).toBeLessThan(1e-3);
  });

  test("is the same for the same seed", () => {
    expect(memberSpend(fitMember(kind, train, FEATURES, 1), train.x, FEATURES)).toEqual(told);
  });

  test("can be learned where a window has no buyer, or one alone does", () => {
    const [first] = new Set(train.cutoff);
    for (const isEmpty of [(at: number) => at === first, (at: number) => at !== first]) {
      const spend = train.spend.map((value, i) => (isEmpty(train.cutoff[i]!) ? 0 : value));
      const amounts = memberSpend(fitMember(kind, { ...train, spend }, FEATURES, 1), held.x, FEATURES);
      expect(amounts.every((value) => value >= 0 && value < Infinity)).toBe(true);
    }
  });

  test("does not learn what moved all customers of a window alike from a column that tells the window", () => {
    // Spend is a third, as it is, and three times as much; `purchase_span_days` grows by ten a window.
    const random = new Random(5);
    const n = 3000;
    const span = FEATURES.indexOf("purchase_span_days");
    const base = rowsOf(labels(0, n), random);
    const times = [1 / 3, 1, 3];
    base.x.data.forEach((_, i) => {
      if (i % D === span) base.x.data[i] = 10 * (1 + (Math.floor(i / D) % 3));
    });
    const rows: LabelledRows = {
      ...base,
      spend: base.spend.map((value, i) => value * times[i % 3]!),
      cutoff: base.cutoff.map((_, i) => i % 3),
    };
    const probe = matrix(2, D, new Float64Array([...base.x.data.slice(0, D), ...base.x.data.slice(0, D)]));
    probe.data[span] = 10;
    probe.data[D + span] = 30;
    const growth = (of: LabelledRows) => {
      const [first, last] = memberSpend(fitMember(kind, of, FEATURES, 1), probe, FEATURES);
      return last! / first!;
    };
    expect(growth({ ...rows, cutoff: rows.cutoff.map(() => 0) })).toBeGreaterThan(4);
    expect(growth(rows)).toBeGreaterThan(0.8);
    expect(growth(rows)).toBeLessThan(1.25);
  });
});

describe("the trees of expected spend", () => {
  const features = HEAD_FEATURES.all;
  const member = fitMember("tweedie_trees", SPLITS.all.train, features, 3);
  const signs = knownSigns("spending", features);

  test.each(features.filter((_, j) => signs[j] === 1))("never expect less for a higher %s alone", (name) => {
    const { x } = SPLITS.all.test;
    const column = features.indexOf(name);
    let before = new Float64Array(x.rows);
    for (const value of [0, 0.5, 2, 8, 32, 128, 512, 2048, 8192]) {
      const data = x.data.map((own, i) => (i % x.columns === column ? value : own));
      const now = memberSpend(member, { ...x, data }, features);
      expect(now.every((amount, i) => amount >= before[i]! * (1 - 1e-12))).toBe(true);
      before = now as typeof before;
    }
  });
});
