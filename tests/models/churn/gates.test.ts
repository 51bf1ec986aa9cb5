import { describe, expect, test } from "bun:test";
import { ageOfScores, type Limitation, limitations, type Sufficiency } from "../../../src/models/churn/gates";
import { utc } from "../../shop";

/** Data that just passes every gate. */
const ENOUGH: Sufficiency = {
  churnReason: "Three customers are too few.",
  tail: { recent: 100, usual: 1000 },
  newestOrder: utc("2011-12-09T12:50"),
  customers: 500,
  historyDays: 515,
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
    ["customers", 499, 500, "499 customers where 500 are needed", { customers: 499 }],
    ["history", 179, 180, "179 days where 180 are needed", { historyDays: 179 }],
    ["season", 514, 515, "514 days", { historyDays: 514 }],
    ["repeat_buyers", 0, 1, "No customer has three orders", { repeatBuyers: 0 }],
    ["churners", 99, 100, "99 rows of customers who left", { churners: 99 }],
    ["stayers", 99, 100, "99 rows of customers who stayed", { stayers: 99 }],
    [
      "churners",
      50,
      100,
      "only recency and frequency predict who leaves",
      { churners: 50, churnLevel: "recency_frequency" },
    ],
    ["stayers", 9, 100, "everyone gets the share of those who left", { stayers: 9, churnLevel: "constant" }],
    ["buyers", 99, 100, "everyone gets the mean spend", { buyers: 99 }],
    ["recent_orders", 99, 100, "where 1000 are usual", { tail: { recent: 99, usual: 1000 } }],
    ["churn_window", 515, 45, "no probability is given", { churners: null, stayers: null }],
  ])("%s, found %i and needed %i: %s", (what, found, needed, text, change) => {
    const [only, ...others] = limitations({ ...ENOUGH, ...change });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ what, found, needed });
    expect(only!.text).toContain(text);
  });

  test("does not tell a quiet end from a busy one where nothing is known to be usual", () => {
    expect(limitations({ ...ENOUGH, tail: { recent: 1, usual: null } })).toEqual([]);
  });

  test.each([
    "customers",
    "history",
    "repeat_buyers",
    "recent_orders",
    "churners",
    "stayers",
    "churn_window",
  ])("tells of %s what would mend it", (what) => {
    const none = { customers: 3, historyDays: 9, repeatBuyers: 0, tail: { recent: 1, usual: 1000 } };
    const small = limitations({ ...ENOUGH, ...none, churners: 1, stayers: 1, churnLevel: "constant" });
    const windowless = limitations({ ...ENOUGH, churners: null, stayers: null, churnLevel: "none" });
    const { text } = [...small, ...windowless].find((limitation) => limitation.what === what)!;
    expect(text).toMatch(/goes further back|that the customer column|Export the file again|longer file/);
    expect(text).toEndWith(".");
  });

  test("is told all at once", () => {
    const found = limitations({
      tail: { recent: 5, usual: 900 },
      newestOrder: 0,
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
      "recent_orders",
      "churners",
      "stayers",
      "buyers",
    ]);
  });
});

describe("the age of scores", () => {
  const newest = utc("2011-12-09T12:50");

  test("is nothing to speak of for a month", () => {
    expect(ageOfScores(newest, utc("2012-01-08T12:49"))).toBeNull();
    expect(ageOfScores(newest, utc("2011-12-01"))).toBeNull();
  });

  test("is told mildly from the thirtieth day on", () => {
    expect(ageOfScores(newest, utc("2012-01-08T12:50"))).toEqual({
      what: "age",
      found: 30,
      needed: 30,
      text: "The newest order is from 2011-12-09, 30 days ago: every score is as of that day, not today. A file with newer orders brings them up to date.",
    });
  });
});
