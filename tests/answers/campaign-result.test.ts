import { describe, expect, test } from "bun:test";
import { campaignResult } from "../../src/answers/campaign-result";
import { spendCap } from "../../src/answers/uplift";

/** One order each at time 5; an amount of 0 is nobody's order. */
function ordersOf(amounts: readonly number[]) {
  const buyers = amounts.filter((amount) => amount > 0);
  let placed = 0;
  const start = Int32Array.from([0, ...amounts.map((amount) => (amount > 0 ? ++placed : placed))]);
  const count = buyers.length;
  return {
    start,
    entries: {
      time: new Float64Array(count).fill(5),
      value: Float64Array.from(buyers),
      isReturn: new Uint8Array(count),
      lines: new Int32Array(count),
      units: new Float64Array(count),
      opensOrder: new Uint8Array(count),
    },
  };
}

const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
const window = { from: 0, to: 10 };

describe("what a campaign did", () => {
  // 4 contacted, of whom 3 bought for 10, and 4 left alone, of whom 1 did.
  const orders = ordersOf([10, 10, 10, 0, 10, 0, 0, 0]);
  const groups = { contact: range(0, 4), control: range(4, 8), ...window };

  test("is the difference of the groups, in profit on the terms it was saved with", () => {
    const { share, spend, gain, successRate, cap } = campaignResult(orders, groups, {
      margin: 0.5,
      cost: 4,
    });
    expect(share!.value).toBeCloseTo(0.5, 12);
    expect(spend!.value).toBeCloseTo(5, 12);
    // 0.5 · 5 for each of 4, less 4.
    expect(gain!.value).toBeCloseTo(6, 12);
    // Three in four of those left alone stayed away; half of all more than those came.
    expect(successRate!.value).toBeCloseTo(0.5 / 0.75, 12);
    expect(gain!.low).toBeLessThan(gain!.value);
    expect(cap).toBe(Infinity);
  });

  test("has no profit where the terms are not known, and no rate where nobody left", () => {
    expect(campaignResult(orders, groups, { margin: null, cost: 4 }).gain).toBeNull();
    const all = campaignResult(
      ordersOf([1, 1, 1, 1]),
      { contact: range(0, 2), control: range(2, 4), ...window },
      {
        margin: 1,
        cost: 0,
      },
    );
    expect(all.successRate).toBeNull();
  });
});

describe("a giant order", () => {
  const amounts = Array.from({ length: 400 }, (_, i) => (i === 0 ? 1_000_000 : 10 + (i % 7)));
  const groups = { contact: range(0, 200), control: range(200, 400), ...window };

  test("counts as the largest below the top hundredth of the buyers", () => {
    expect(spendCap(ordersOf(amounts), [groups.contact, groups.control], 0, 10)).toBe(16);
    const { spend, cap } = campaignResult(ordersOf(amounts), groups, { margin: 1, cost: 0 });
    expect(cap).toBe(16);
    expect(Math.abs(spend!.value)).toBeLessThan(1);
  });

  test("is left as it is among fewer than a hundred buyers", () => {
    expect(spendCap(ordersOf(amounts.slice(0, 99)), [range(0, 99)], 0, 10)).toBe(Infinity);
  });
});
