import { describe, expect, test } from "bun:test";
import { collectPurchases, collectReturns } from "../../../src/customers/purchases";
import type { Promises } from "../../../src/models/monitoring/promises";
import { realised } from "../../../src/models/monitoring/realised";
import { shopOf, utc } from "../../shop";

const AS_OF = utc("2011-03-01T12:00");

/** What a model that saw the first lines of `SHOP` promised. */
function promises(change: Partial<Promises> = {}): Promises {
  return {
    asOf: AS_OF,
    since: utc("2011-01-01T10:00"),
    customers: ["ann", "bob", "cid", "dan"],
    segments: ["Loyal", "Loyal", "Lost", "Lost"],
    churn: {
      horizonDays: 30,
      probability: Float64Array.of(0.1, 0.3, 0.6, 0.9),
      threshold: 0.5,
      missedChurner: 20,
      falseAlarm: 5,
      tested: { auc: 0.8 },
    },
    spend: {
      basis: "gross",
      horizonDays: 60,
      expected: Float64Array.of(30, 20, 10, 0),
      low: Float64Array.of(10, 0, 5, 0),
      high: Float64Array.of(40, 10, 20, 0),
      intervalShare: 0.8,
      tested: { mae: 12 },
    },
    recencyDays: Float64Array.of(1, 29, 60, 60),
    frequency: Float64Array.of(2, 1, 1, 1),
    monetary: Float64Array.of(20, 10, 10, 10),
    ...change,
  };
}

const PAST = `
  ann 2011-01-01T10:00 A1 mug 1 10 UK
  ann 2011-03-01T12:00 A2 mug 1 10 UK
  bob 2011-02-01T10:00 B1 mug 1 10 UK
  cid 2011-01-01T13:00 C1 mug 1 10 UK
  dan 2011-01-01T13:00 D1 mug 1 10 UK`;
const SINCE = `
  ann 2011-03-11T12:00 A3 mug 1 15 UK
  bob 2011-03-31T12:00 B2 mug 1 25 UK
  cid 2011-03-31T12:01 C2 mug 1  7 UK
  eva 2011-05-01T12:00 E1 mug 1 10 UK`;

const judge = (text: string, change: Partial<Promises> = {}) => {
  const shop = shopOf(text);
  return realised(promises(change), collectPurchases(shop), collectReturns(shop), shop.customers);
};

describe("the promises of an older model", () => {
  test("of spend that is kept are held against what was kept", () => {
    const sentBack = "\n  ann 2011-03-12T12:00 RA3 mug -1 15 UK\n  bob 2011-05-30T12:00 RB2 mug -1 5 UK";
    const { spend } = promises();
    const paid = judge(PAST + SINCE + sentBack);
    const kept = judge(PAST + SINCE + sentBack, { spend: { ...spend, basis: "net" } });
    // 60 days: ann 15 and bob 25 are paid, and cid 7; ann sends hers back, bob's return of 30 May comes too late.
    expect(paid.spend.actual_total).toBe(47);
    expect(kept.spend.actual_total).toBe(32);
  });

  test("are scored over (as of, as of + horizon] once the file covers it", () => {
    const { churn, spend, customers, segments, notes } = judge(PAST + SINCE);
    expect(customers).toEqual({
      known: 4,
      judged: 4,
      found: 4,
      silent: 0,
      missing: 0,
      restated: 0,
      added_to_the_past: 0,
    });
    expect(notes).toEqual([]);
    // By hand: ann and bob ordered within 30 days (bob at the last moment), cid a minute too late, dan not at all.
    expect(churn).toMatchObject({ status: "scored", days_to_go: 0, due: "2011-03-31", actual_rate: 0.5 });
    expect(churn.expected_rate).toBeCloseTo(0.475, 12);
    expect(churn.metrics!.auc).toBe(1);
    expect(churn.metrics!.brier).toBeCloseTo((0.01 + 0.09 + 0.16 + 0.01) / 4, 12);
    expect(churn.metrics!.log_loss).toBeCloseTo(
      -(Math.log(0.9) + Math.log(0.7) + Math.log(0.6) + Math.log(0.9)) / 4,
      12,
    );
    expect(churn.metrics!.business_cost).toBe(0);
    expect(churn.reliability).toHaveLength(4);
    expect(churn.text).toBe(
      "48% of 4 customers were expected to leave within 30 days, 50% did, and of two customers, one who left and one who stayed, the right one was ranked higher in 100% of the cases (80% when it was trained).",
    );
    // Spend in 60 days: 15, 25, 7, 0 of 30, 20, 10, 0; bob's lies above his interval.
    expect(spend).toMatchObject({
      status: "scored",
      due: "2011-04-30",
      expected_total: 60,
      actual_total: 47,
    });
    expect(spend.metrics).toMatchObject({ mae: 23 / 4, total_ratio: 60 / 47 });
    expect(spend).toMatchObject({ interval_coverage: 0.75, interval_promised: 0.8 });
    expect(spend.deciles).toHaveLength(4);
    expect(segments).toEqual([
      {
        segment_name: "Lost",
        customers: 2,
        expected_churn_rate: 0.75,
        actual_churn_rate: 1,
        expected_spend: 5,
        actual_spend: 3.5,
      },
      {
        segment_name: "Loyal",
        customers: 2,
        expected_churn_rate: 0.2,
        actual_churn_rate: 0,
        expected_spend: 25,
        actual_spend: 20,
      },
    ]);
  });

  test("that are not over yet say when they will be, to the day", () => {
    const { churn, spend, segments } = judge(`${PAST}\n ann 2011-03-31T11:59 A3 mug 1 15 UK`);
    expect(churn).toMatchObject({ status: "due", days_to_go: 1, metrics: null, actual_rate: null });
    expect(churn.text).toBe("Due 2011-03-31, 1 day to go.");
    expect(spend).toMatchObject({ status: "due", days_to_go: 31, text: "Due 2011-04-30, 31 days to go." });
    expect(segments[0]).toMatchObject({ actual_churn_rate: null, actual_spend: null });
  });

  test("are scored one by one: leaving may be over before spend is", () => {
    const { churn, spend } = judge(`${PAST}\n ann 2011-03-31T12:00 A3 mug 1 15 UK`);
    expect([churn.status, spend.status]).toEqual(["scored", "due"]);
  });

  test("of the file that was trained on have all their days to go", () => {
    expect(judge(PAST).churn).toMatchObject({ status: "due", days_to_go: 30 });
  });

  test("that were never given are not scored", () => {
    const nothing = { ...promises().churn, probability: new Float64Array(4).fill(NaN), tested: null };
    expect(judge(PAST + SINCE, { churn: nothing }).churn).toMatchObject({
      status: "not_promised",
      metrics: null,
      text: "The model could not learn this, so it made no forecast.",
    });
  });

  test("are told without a ranking where everybody did the same", () => {
    const all = "ann A3 bob B2 cid C2 dan D2".split(" ");
    const came = [0, 2, 4, 6].map((i) => `${all[i]} 2011-03-05T12:00 ${all[i + 1]} mug 1 5 UK`).join("\n");
    const { churn } = judge(`${PAST}\n${came}\n eva 2011-05-01T12:00 E1 mug 1 10 UK`);
    expect(churn.text).toBe(
      "48% of 4 customers were expected to leave within 30 days, 0% did, so ranking cannot be judged.",
    );
  });
});

describe("the customers of an older model", () => {
  const without = (name: string) => (text: string) =>
    text
      .split("\n")
      .filter((line) => !line.includes(name))
      .join("\n");

  test("who are gone from a file that should have them are left out and counted", () => {
    const { customers, churn, notes } = judge(without("dan")(PAST + SINCE));
    expect(customers).toMatchObject({ known: 4, judged: 3, missing: 1, silent: 0 });
    expect(churn.actual_rate).toBeCloseTo(1 / 3, 12);
    expect(notes).toEqual([
      "1 customer of the model can no longer be found in the file (erased, merged or renamed), and so cannot be judged.",
    ]);
  });

  test("who ordered only before the file begins count as having left, and those who came back are found", () => {
    const later = PAST.split("\n")
      .filter((line) => !line.includes("2011-01-01"))
      .join("\n");
    const { customers, churn, spend } = judge(later + SINCE);
    expect(customers).toMatchObject({ judged: 4, found: 3, silent: 1, missing: 0, restated: 0 });
    expect(churn.actual_rate).toBe(0.5);
    expect(spend.actual_total).toBe(47);
  });

  test("whose past was changed are counted and judged, rounding to float32 is no change", () => {
    const restated = PAST.replace("B1 mug 1 10", "B1 mug 1 11");
    expect(judge(restated + SINCE).customers).toMatchObject({ restated: 1, judged: 4 });
    expect(judge(`${PAST}${SINCE}\n cid 2011-02-01T10:00 C9 mug 1 10 UK`).customers.restated).toBe(1);
    const rounded = { monetary: Float64Array.of(20, Math.fround(10 + 1e-7), 10, 10) };
    expect(judge(PAST + SINCE, rounded).customers.restated).toBe(0);
  });

  test("whom the model never saw, although they ordered before, are counted", () => {
    expect(judge(`${PAST}${SINCE}\n fay 2011-02-01T10:00 F1 mug 1 10 UK`).customers.added_to_the_past).toBe(
      1,
    );
  });

  test("cannot be recognised in another shop's file, nor in one that begins later", () => {
    const other = judge(`zoe 2011-01-01T10:00 Z1 mug 1 10 UK\n zoe 2011-08-01T10:00 Z2 mug 1 10 UK`);
    expect(other.churn).toMatchObject({ status: "not_judged", metrics: null });
    expect(other.churn.text).toBe(
      "The file has 0 of the 4 customers that the model knew: it seems to be another shop's, or its customer ids have changed.",
    );
    const later = judge(SINCE);
    expect(later.spend.status).toBe("not_judged");
    expect(later.spend.text).toStartWith(
      "The file begins on 2011-03-11, after the model's snapshot of 2011-03-01:",
    );
    expect(later.segments).toEqual([]);
  });
});
