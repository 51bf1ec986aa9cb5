import { describe, expect, test } from "bun:test";
import { type Limitation, limitations, type Sufficiency } from "../../src/models/gates";

/** Data that just passes every gate. */
const ENOUGH: Sufficiency = {
  churnReason: "Three customers are too few.",
  customers: 500,
  historyDays: 180,
  repeatBuyers: 1,
  churners: 100,
  stayers: 100,
  churnLevel: "full",
  buyers: 100,
};

describe("what the data is too small for", () => {
  test("is nothing where every gate is just passed", () => {
    expect(limitations(ENOUGH)).toEqual([]);
  });

  test.each<[Limitation["what"], number, number, string, Partial<Sufficiency>]>([
    ["customers", 499, 500, "499 where 500 are needed", { customers: 499 }],
    ["history", 179, 180, "179 days where 180 are needed", { historyDays: 179 }],
    ["repeat_buyers", 0, 1, "No customer has three orders", { repeatBuyers: 0 }],
    ["churners", 99, 100, "99 customers who left", { churners: 99 }],
    ["stayers", 99, 100, "99 customers who stayed", { stayers: 99 }],
    [
      "churners",
      50,
      100,
      "only recency and frequency are used",
      { churners: 50, churnLevel: "recency_frequency" },
    ],
    [
      "stayers",
      9,
      100,
      "share of those who left is told for everybody",
      { stayers: 9, churnLevel: "constant" },
    ],
    ["buyers", 99, 100, "the mean spend is told for everybody", { buyers: 99 }],
    ["churn_window", 180, 45, "no probability is given", { churners: null, stayers: null }],
  ])("%s, found %i and needed %i: %s", (what, found, needed, text, change) => {
    const [only, ...others] = limitations({ ...ENOUGH, ...change });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ what, found, needed });
    expect(only!.text).toContain(text);
  });

  test("is told all at once", () => {
    const found = limitations({
      customers: 3,
      historyDays: 90,
      repeatBuyers: 0,
      churners: 1,
      stayers: 2,
      churnLevel: "constant",
      churnReason: "",
      buyers: 2,
    });
    expect(found.map(({ what }) => what)).toEqual([
      "customers",
      "history",
      "repeat_buyers",
      "churners",
      "stayers",
      "buyers",
    ]);
  });
});
