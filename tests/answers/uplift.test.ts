import { describe, expect, test } from "bun:test";
import { groupOutcome, shareDifference, spendDifference } from "../../src/answers/uplift";

const group = (buyers: number, customers: number, meanSpend = 0, varianceSpend = 0) => ({
  buyers,
  customers,
  meanSpend,
  varianceSpend,
});

describe("what a group did", () => {
  // Three customers: orders at 10, 20, 30; an order at 20 and a return at 25; none.
  const orders = {
    start: Int32Array.of(0, 3, 5, 5),
    entries: {
      time: Float64Array.of(10, 20, 30, 20, 25),
      value: Float64Array.of(1, 2, 4, 8, 8),
      isReturn: Uint8Array.of(0, 0, 0, 0, 1),
      lines: new Int32Array(5),
      units: new Float64Array(5),
      opensOrder: new Uint8Array(5),
    },
  };

  test("is counted from the first moment up to but without the last; returns are no orders", () => {
    expect(groupOutcome(orders, Int32Array.of(0, 1, 2, -1), 20, 30)).toEqual({
      customers: 4,
      buyers: 2,
      meanSpend: 2.5,
      // (2 − 2.5)² + (8 − 2.5)² + 2.5² + 2.5² over 3.
      varianceSpend: 43 / 3,
    });
    expect(groupOutcome(orders, Int32Array.of(1), 21, 40)).toMatchObject({ buyers: 0, meanSpend: 0 });
    expect(groupOutcome(orders, Int32Array.of(0), 10, 31)).toMatchObject({ buyers: 1, meanSpend: 7 });
  });

  test("of nobody is nothing", () => {
    expect(groupOutcome(orders, new Int32Array(0), 0, 100)).toMatchObject({ customers: 0, buyers: 0 });
  });
});

describe("the difference of two shares", () => {
  // Newcombe, Statistics in Medicine 17 (1998), table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.6, 0.1705, 0.809],
    [10, 10, 0, 20, 1, 0.6791, 1],
    [10, 10, 0, 10, 1, 0.6075, 1],
  ])("%p of %p against %p of %p", (a, m, b, n, value, low, high) => {
    const found = shareDifference(group(a, m), group(b, n))!;
    expect(found.value).toBeCloseTo(value, 10);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  test("is not known without a group to compare with", () => {
    expect(shareDifference(group(1, 2), group(0, 0))).toBeNull();
  });
});

describe("the difference of two means", () => {
  test("has Student's interval where the groups are alike: n + n − 2 degrees of freedom", () => {
    // Both of 16 customers, variance 8: standard error 1, 30 degrees of freedom, t 2.0423.
    const found = spendDifference(group(0, 16, 12, 8), group(0, 16, 10, 8))!;
    expect(found.value).toBe(2);
    expect(found.high - found.value).toBeCloseTo(2.0422724563, 8);
    expect(found.value - found.low).toBeCloseTo(2.0422724563, 8);
  });

  test("has n − 1 degrees of freedom where one group does not vary", () => {
    // 11 customers, variance 11: standard error 1, 10 degrees of freedom, t 2.2281.
    const found = spendDifference(group(0, 11, 5, 11), group(0, 500, 5, 0))!;
    expect(found.high).toBeCloseTo(2.228138852, 8);
  });

  test("is exact where nobody varies, and not known with a single customer", () => {
    expect(spendDifference(group(0, 5, 3, 0), group(0, 5, 1, 0))).toEqual({ value: 2, low: 2, high: 2 });
    expect(spendDifference(group(0, 1, 3, NaN), group(0, 5, 1, 0))).toBeNull();
  });
});
