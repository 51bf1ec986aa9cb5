import { describe, expect, test } from "bun:test";
import { HEAD_FEATURES, HEAD_INPUTS, type Head } from "../../../src/models/heads";
import { spendGraph } from "../../../src/models/onnx/spend-graph";
import {
  expectedSpend,
  fitSpend,
  type SpendModel,
  unlearnedSpend,
} from "../../../src/models/spend/lifetime-value";
import {
  fitMember,
  SPEND_MEMBERS,
  type SpendMember,
  type SpendMemberKind,
} from "../../../src/models/spend/spend-members";
import { inputsOf, SPLITS, withMissingValues } from "../simulated-rows";
import { scoreOf, worstDeviation } from "./runtime";

const HORIZON_DAYS = 60;
const LEARNED = SPEND_MEMBERS.filter((kind) => kind !== "btyd");

const members = new Map<string, SpendMember>();
function member(head: Head, kind: SpendMemberKind): SpendMember {
  const key = `${head} ${kind}`;
  const fitted = members.get(key) ?? fitMember(kind, SPLITS[head].train, HEAD_FEATURES[head], 3);
  members.set(key, fitted);
  return fitted;
}

const KEPT = { level: 0.93, orderValue: 41.5 };

/** A blend of those members whose weights are 1 : 2 : 3 …, with a total that is corrected. */
function blend(
  head: Head,
  kinds: readonly SpendMemberKind[],
  keptShare: SpendModel["keptShare"] = null,
): SpendModel {
  const all = (kinds.length * (kinds.length + 1)) / 2;
  return {
    kind: "blend",
    features: HEAD_FEATURES[head],
    horizonDays: HORIZON_DAYS,
    members: kinds.map((kind, i) => ({ weight: (i + 1) / all, member: member(head, kind) })),
    floor: 0.05,
    totalFactor: 1.07,
    constant: NaN,
    keptShare,
  };
}

describe("the runtime gives the spend model's own expectations to 1e-5 of each, missing values included:", () => {
  const mean: SpendModel = {
    ...unlearnedSpend(HEAD_FEATURES.all, HORIZON_DAYS),
    kind: "mean",
    constant: 81.25,
    totalFactor: 1.07,
  };
  test.each<[string, Head, () => SpendModel]>([
    ...LEARNED.flatMap((kind): [string, Head, () => SpendModel][] => [
      [kind, "all", () => blend("all", [kind])],
      [kind, "base", () => blend("base", [kind])],
      [`${kind} and the purchase model`, "all", () => blend("all", ["btyd", kind])],
    ]),
    ["a blend of every member", "all", () => blend("all", SPEND_MEMBERS)],
    ["a blend with the purchase model last", "all", () => blend("all", SPEND_MEMBERS.toReversed())],
    ["a blend of those that learn", "base", () => blend("base", LEARNED)],
    [
      "a blend as it is learned",
      "all",
      () => fitSpend(SPLITS.all.train, HEAD_FEATURES.all, HORIZON_DAYS, [SPLITS.all.test.x], 3),
    ],
    [
      "a blend whose floor is what most are worth",
      "all",
      () => ({ ...blend("all", SPEND_MEMBERS), floor: 60 }),
    ],
    ["what is kept of a blend", "all", () => blend("all", SPEND_MEMBERS, KEPT)],
    ["what is kept of a blend", "base", () => blend("base", LEARNED, KEPT)],
    ["what is kept of the mean", "all", () => ({ ...mean, keptShare: KEPT })],
    ["the mean", "all", () => mean],
    ["nothing", "base", () => unlearnedSpend(HEAD_FEATURES.base, HORIZON_DAYS)],
  ])("%s, of the %s features", async (_, head, build) => {
    const model = build();
    const { x } = SPLITS[head].test;
    for (const rows of [x, withMissingValues(head, x)]) {
      const expected = expectedSpend(model, rows);
      expect(worstDeviation(await scoreOf(spendGraph(model), inputsOf(head, rows)), expected)).toBeLessThan(
        1e-5,
      );
    }
  });

  test("a member of whom every training row bought something, so that buying is certain", async () => {
    const { train, test: held } = SPLITS.base;
    const sure = { ...train, spend: train.spend.map((value) => value + 1) };
    const certain = fitMember("zero_inflated_lognormal", sure, HEAD_FEATURES.base, 3);
    const model = { ...blend("base", LEARNED), members: [{ weight: 1, member: certain }] };
    const expected = expectedSpend(model, held.x);
    expect(expected.every((value) => value > 0 && value < Infinity)).toBe(true);
    expect(worstDeviation(await scoreOf(spendGraph(model), inputsOf("base", held.x)), expected)).toBeLessThan(
      1e-5,
    );
  });
});

test("what is compared is not trivial: each member tells customers apart, and the purchase model is missing for some", () => {
  const { x } = SPLITS.all.test;
  for (const kind of SPEND_MEMBERS) {
    const told = expectedSpend(blend("all", [kind]), x);
    expect(told.every((value) => value > 0 && value < Infinity)).toBe(true);
    expect(new Set(told).size).toBeGreaterThan(20);
  }
  const holed = withMissingValues("all", x);
  const alone = expectedSpend(blend("all", ["btyd"]), holed);
  expect(alone.some(Number.isNaN)).toBe(true);
  // Its customers are left to the other members, who count for all.
  const together = expectedSpend(blend("all", ["btyd", "tweedie_glm"]), holed);
  const other = expectedSpend(blend("all", ["tweedie_glm"]), holed);
  alone.forEach((value, i) => {
    if (Number.isNaN(value)) expect(together[i]! / other[i]!).toBeCloseTo(1, 12);
  });
  expect(together.some((value, i) => Math.abs(value / other[i]! - 1) > 0.1)).toBe(true);
  expect(together.some(Number.isNaN)).toBe(false);
});

describe("a lifetime-value file", () => {
  test("says its features, its kind and its horizon, and the same model gives the same bytes", () => {
    const bytes = spendGraph(blend("base", LEARNED));
    expect(spendGraph(blend("base", LEARNED))).toEqual(bytes);
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain(JSON.stringify(HEAD_INPUTS.base));
    expect(text).toContain("blend");
    expect(text).toContain("horizon_days");
  });

  test("scores nobody where there is nobody", async () => {
    const none = { rows: 0, columns: 7, data: new Float64Array(0) };
    expect(await scoreOf(spendGraph(blend("base", LEARNED)), none)).toHaveLength(0);
  });
});
