import { describe, expect, test } from "bun:test";
import { totalFactors } from "../../src/models/total-range";

describe("how far a total may be off by earlier tests", () => {
  test("is as far as the largest and the smallest ratio of forecast to truth", () => {
    expect(totalFactors([0.8, 1.25, 1])).toEqual({ low: 0.8, high: 1.25 });
  });

  test("holds the forecast itself where all tests missed on the same side", () => {
    expect(totalFactors([0.8, 0.9])).toEqual({ low: 1, high: 1.25 });
    expect(totalFactors([1.25, 2])).toEqual({ low: 0.5, high: 1 });
  });

  test("is not known by one test, nor by tests without a total", () => {
    expect(totalFactors([0.8])).toBeNull();
    expect(totalFactors([0.8, NaN, 0, null])).toBeNull();
  });
});
