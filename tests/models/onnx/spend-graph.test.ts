import { describe, expect, test } from "bun:test";
import { HEAD_FEATURES, HEAD_INPUTS, type Head } from "../../../src/models/heads";
import { spendGraph } from "../../../src/models/onnx/spend-graph";
import {
  expectedSpend,
  fitSpend,
  MEAN_SPEND,
  type SpendModel,
  unlearnedSpend,
} from "../../../src/models/spend/lifetime-value";
import {
  fitMember,
  SPEND_MEMBERS,
  type SpendMember,
  type SpendMemberKind,
} from "../../../src/models/spend/spend-members";
import { inputsOf, SPEND_ROUNDS, SPLITS, withMissingValues } from "../simulated-rows";
import { scoreOf, worstDeviation } from "./runtime";

const HORIZON_DAYS = 60;
const LEARNED = SPEND_MEMBERS.filter((kind) => kind !== "btyd" && kind !== "same_again");

const members = new Map<string, SpendMember>();
function member(head: Head, kind: SpendMemberKind): SpendMember {
  const key = `${head} ${kind}`;
  const fitted =
    members.get(key) ??
    fitMember(kind, SPLITS[head].test.train, HEAD_FEATURES[head], HORIZON_DAYS, SPEND_ROUNDS, 3);
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
    totalFactor: 1.07,
    constant: NaN,
    keptShare,
  };
}

describe("the runtime gives the spend model's own expectations to 1e-5 of each, missing values included:", () => {
  const mean = (head: Head) =>
    fitSpend(SPLITS[head].test.train, HEAD_FEATURES[head], HORIZON_DAYS, MEAN_SPEND, 3);
  test.each<[string, Head, () => SpendModel]>([
    ...SPEND_MEMBERS.map((kind): [string, Head, () => SpendModel] => [
      kind,
      "all",
      () => blend("all", [kind]),
    ]),
    ...LEARNED.map((kind): [string, Head, () => SpendModel] => [kind, "base", () => blend("base", [kind])]),
    ["a blend of every member", "all", () => blend("all", SPEND_MEMBERS)],
    ["a blend of those that learn", "base", () => blend("base", LEARNED)],
    ["what is kept of a blend", "all", () => blend("all", SPEND_MEMBERS, KEPT)],
    ["what is kept of a blend", "base", () => blend("base", LEARNED, KEPT)],
    ["what is kept of the mean", "all", () => ({ ...mean("all"), keptShare: KEPT })],
    ["the mean", "all", () => mean("all")],
    ["nothing", "base", () => unlearnedSpend(HEAD_FEATURES.base, HORIZON_DAYS)],
  ])("%s, of the %s features", async (_, head, build) => {
    const model = build();
    const { x } = SPLITS[head].test.test;
    for (const rows of [x, withMissingValues(head, x)]) {
      const expected = expectedSpend(model, rows);
      expect(worstDeviation(await scoreOf(spendGraph(model), inputsOf(head, rows)), expected)).toBeLessThan(
        1e-5,
      );
    }
  });

  test("a member of whom every training row bought something, so that buying is certain", async () => {
    const { train, test: held } = SPLITS.base.test;
    const sure = { ...train, spend: train.spend.map((value) => value + 1) };
    for (const kind of ["zero_inflated_lognormal", "hurdle_trees"] as const) {
      const certain = fitMember(kind, sure, HEAD_FEATURES.base, HORIZON_DAYS, SPEND_ROUNDS, 3);
      const model = { ...blend("base", LEARNED), members: [{ weight: 1, member: certain }] };
      const expected = expectedSpend(model, held.x);
      expect(expected.every((value) => value > 0 && value < Infinity)).toBe(true);
      expect(
        worstDeviation(await scoreOf(spendGraph(model), inputsOf("base", held.x)), expected),
      ).toBeLessThan(1e-5);
    }
  });
});

test("what is compared is not trivial: each member tells customers apart, and is missing only where its feature is", () => {
  for (const kind of SPEND_MEMBERS) {
    const told = expectedSpend(blend("all", [kind]), SPLITS.all.test.test.x);
    expect(told.every((value) => value >= 0 && value < Infinity)).toBe(true);
    expect(new Set(told).size).toBeGreaterThan(20);
  }
  const missing = expectedSpend(
    blend("all", ["same_again"]),
    withMissingValues("all", SPLITS.all.test.test.x),
  );
  expect(missing.some(Number.isNaN)).toBe(true);
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
