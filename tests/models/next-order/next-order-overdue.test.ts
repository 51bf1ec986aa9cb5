import { describe, expect, test } from "bun:test";
import { BgNbd, Nbd } from "../../../src/learning/btyd/index";
import { latenessOf } from "../../../src/models/next-order/next-order-overdue";
import type { BtydFits } from "../../../src/models/spend/btyd-features";

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
    found: {},
    messages: [],
    refusals: [],
    usualSpend: NaN,
  };
}
const nbd = new Nbd("weeks", { r: 1, alpha: 2 });

describe("lateness by the own rhythm", () => {
  test("is the chance of so long a gap given the purchases before it", () => {
    // Shape 1 + 3, scale 2 + 8 weeks, 5 weeks of silence: (10/15)^4; gaps at 1/2 and 1/5 are 70 (2^(1/4) − 1) and 70
    // (5^(1/4) − 1) days.
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
