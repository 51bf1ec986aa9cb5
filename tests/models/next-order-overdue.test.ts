import { describe, expect, test } from "bun:test";
import { table } from "arquero";
import { BgNbd, Nbd } from "../../src/learning/btyd";
import type { BtydFits } from "../../src/models/btyd-features";
import { latenessOf, overdueCustomers } from "../../src/models/next-order-overdue";

/** Histories in weeks under a gamma prior of shape 1 and 2 weeks. */
function fits(x: number[], tx: number[], T: number[], model: BtydFits["purchases"]): BtydFits {
  return {
    histories: { unit: "weeks", x: Float64Array.from(x), tx: Float64Array.from(tx), T: Float64Array.from(T) },
    spend: { x: Float64Array.from(x), meanSpend: new Float64Array(x.length) },
    // Too few gaps of anybody to go by.
    rhythm: {
      usualGapDays: new Float64Array(x.length).fill(NaN),
      longest: new Float64Array(x.length).fill(NaN),
      shortest: new Float64Array(x.length).fill(NaN),
      silentDays: new Float64Array(x.length),
      pooled: new Float64Array(0),
    },
    purchases: model,
    family: "nbd",
    values: null,
    messages: [],
    refusals: [],
  };
}
const nbd = new Nbd("weeks", { r: 1, alpha: 2 });

describe("lateness by the own rhythm", () => {
  test("is the chance of so long a gap given the purchases before it", () => {
    // Shape 1 + 3, scale 2 + 8 weeks, 5 weeks of silence: (10/15)^4; gaps at 1/2 and 1/5 are 70 (2^(1/4) − 1) and 70 (5^(1/4) − 1) days.
    const late = latenessOf(fits([3], [8], [13], nbd));
    expect(late.silenceProbability[0]).toBeCloseTo((10 / 15) ** 4, 12);
    expect(late.usualGapDays[0]).toBeCloseTo(70 * (2 ** 0.25 - 1), 10);
    expect(late.daysOverdue[0]).toBeCloseTo(35 - 70 * (5 ** 0.25 - 1), 10);
    expect(late.ordersPerDay[0]).toBeCloseTo(4 / 70, 12);
  });

  test("comes sooner to a frequent customer than to a rare one with the same silence", () => {
    const late = latenessOf(fits([12, 1], [30, 30], [36, 36], nbd));
    expect(late.daysOverdue[0]).toBeGreaterThan(0);
    expect(late.daysOverdue[1]).toBe(0);
  });

  test("leaves somebody with one order to what is usual in the shop", () => {
    // (α/(α + T))^r: with a small r a first order says little about the next.
    const rare = new BgNbd("weeks", { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
    const late = latenessOf(fits([0], [0], [39], rare));
    expect(late.silenceProbability[0]).toBeCloseTo((4.414 / 43.414) ** 0.243, 12);
    expect(late.daysOverdue[0]).toBe(0);
  });

  test("is not known without a purchase model", () => {
    const late = latenessOf(fits([3], [8], [13], null));
    expect(late.silenceProbability[0]).toBeNaN();
    expect(late.daysOverdue[0]).toBeNaN();
  });
});

describe("the list of overdue customers", () => {
  const customers = table({
    CustomerID: ["a", "b", "c", "d", "e"],
    frequency: [8, 2, 5, 1, 3],
    recency_days: [100, 256, 3, 400, 9],
    usual_gap_days: [24, 47, 10, 90, 4],
    silence_probability: [0.0768, 0.1, 0.9, 0.15, 0.00001],
    days_overdue: [42, 112, 0, 3, NaN],
    overdue_value: [929, 1773, 5000, 0, NaN],
  });

  test("has those who are late and have something at stake, most first", () => {
    expect(overdueCustomers(customers, 10).map(({ customerId }) => customerId)).toEqual(["b", "a"]);
    expect(overdueCustomers(customers, 1)).toHaveLength(1);
  });

  test("says why in words", () => {
    expect(overdueCustomers(customers, 10)[1]).toEqual({
      customerId: "a",
      daysOverdue: 42,
      silenceProbability: 0.0768,
      overdueValue: 929,
      reason:
        "8 orders, usually within 24 days of each other; silent for 100 days: about 1 in 13 gaps of this rhythm would be as long. About 929 of spend is at stake.",
    });
  });
});
