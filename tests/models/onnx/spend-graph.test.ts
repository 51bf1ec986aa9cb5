import { describe, expect, test } from "bun:test";
import { HEAD_FEATURES, type Head } from "../../../src/models/heads";
import {
  expectedSpend,
  fitSpend,
  SPEND_KINDS,
  type SpendKind,
  unlearnedSpend,
} from "../../../src/models/lifetime-value";
import { spendGraph } from "../../../src/models/onnx/spend-graph";
import { SPLITS, withMissingValues } from "../simulated-rows";
import { scoreOf, worstDeviation } from "./runtime";

const HORIZON_DAYS = 60;

function fitted(head: Head, kind: SpendKind) {
  const choice = { kind, rounds: 60 };
  return kind === "none"
    ? unlearnedSpend(HEAD_FEATURES[head], HORIZON_DAYS)
    : fitSpend(SPLITS[head].test.train, HEAD_FEATURES[head], HORIZON_DAYS, choice, 3);
}

describe("the runtime gives the spend model's own expectations to 1e-5 of each, missing values included:", () => {
  const ofAll = [...SPEND_KINDS, "mean", "none"].map((kind) => [kind, "all"] as [SpendKind, Head]);
  // The seven base features hold neither the answer of a buy-till-you-die model nor a window's spend.
  const ofBase = SPEND_KINDS.slice(0, 4).map((kind) => [kind, "base"] as [SpendKind, Head]);

  test.each([...ofAll, ...ofBase])("%s of the %s features", async (kind, head) => {
    const model = fitted(head, kind);
    expect(model.kind).toBe(kind);
    const { x } = SPLITS[head].test.test;
    // The runtime adds float32 leaves: in a sum of hundreds that comes to nearly 0, digits are lost.
    const least = kind === "squared_trees" ? 1 : 0;
    for (const rows of [x, withMissingValues(x)]) {
      const expected = expectedSpend(model, rows);
      expect(worstDeviation(await scoreOf(spendGraph(model), rows), expected, least)).toBeLessThan(1e-5);
    }
  });
});

test("what is compared is not trivial: each kind but mean and none tells customers apart", () => {
  for (const kind of SPEND_KINDS) {
    const told = expectedSpend(fitted("all", kind), SPLITS.all.test.test.x);
    expect(told.every((value) => value >= 0 && value < Infinity)).toBe(true);
    expect(new Set(told).size).toBeGreaterThan(20);
  }
});
