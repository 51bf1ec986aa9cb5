import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import {
  anchorCurves,
  curveDays,
  DATED_DAYS,
  expectedDays,
  type NextOrderCurves,
  noOrderWithin,
} from "../../../src/models/next-order/next-order-curve";

/** Curves with a constant hazard a day for the first customer, and one that halves after 10 days for the second. */
const days = [10, 30, 90, 365];
const rates = (day: number) => 0.02 * Math.min(day, 10) + 0.01 * Math.max(0, day - 10);
const curves: NextOrderCurves = {
  days,
  cumulativeHazard: matrix(2, 4, Float64Array.from([...days.map((day) => 0.01 * day), ...days.map(rates)])),
};

describe("a survival curve", () => {
  test.each([0, 3, 10, 20, 30, 77, 365, 700])("is e to the minus hazard so far, at %d days", (day) => {
    const [first, second] = noOrderWithin(curves, day);
    expect(first).toBeCloseTo(Math.exp(-0.01 * day), 12);
    expect(second).toBeCloseTo(Math.exp(-rates(day)), 12);
  });

  test("has its median where the hazard so far is ln 2", () => {
    const [first, second] = expectedDays(curves);
    expect(first).toBeCloseTo(Math.LN2 / 0.01, 10);
    expect(second).toBeCloseTo(10 + (Math.LN2 - 0.2) / 0.01, 10);
  });

  test("has no date where its median is too far off, and none without a curve", () => {
    const far = {
      days,
      cumulativeHazard: matrix(2, 4, Float64Array.of(0.1, 0.2, 0.3, 0.5, NaN, NaN, NaN, NaN)),
    };
    expect(Array.from(expectedDays(far))).toEqual([Infinity, NaN]);
    const late = Math.LN2 / (DATED_DAYS + 1);
    const justLate = { days: [365], cumulativeHazard: matrix(1, 1, Float64Array.of(late * 365)) };
    expect(expectedDays(justLate)[0]).toBe(Infinity);
  });

  test("is told at the days that are asked for as well", () => {
    expect(curveDays([45, 90])).toEqual([7, 14, 30, 45, 60, 90, 120, 180, 270, 365]);
  });
});

describe("a curve that is bent to the churn probability", () => {
  const probability = Float64Array.of(0.2, 0.9);
  const bent = anchorCurves(curves, 90, probability);

  test("tells that very probability at the churn horizon", () => {
    const told = noOrderWithin(bent, 90);
    for (let i = 0; i < 2; i++) expect(told[i]).toBeCloseTo(probability[i]!, 14);
  });

  test("keeps the shape: every hazard grows by the same factor", () => {
    for (let i = 0; i < 8; i++) {
      const factor = -Math.log(probability[i < 4 ? 0 : 1]!) / (i < 4 ? 0.9 : rates(90));
      expect(bent.cumulativeHazard.data[i]).toBeCloseTo(curves.cumulativeHazard.data[i]! * factor, 12);
    }
  });

  test("knows certainty of either kind, and says nothing where the probability is not known", () => {
    const sure = anchorCurves(curves, 90, Float64Array.of(1, 0));
    expect(Array.from(noOrderWithin(sure, 30))[0]).toBe(1);
    expect(noOrderWithin(sure, 90)[1]).toBeLessThan(1e-11);
    expect(expectedDays(sure)[0]).toBe(Infinity);
    expect(noOrderWithin(anchorCurves(curves, 90, Float64Array.of(NaN, 0.5)), 30)[0]).toBeNaN();
  });

  test("is refused for another number of probabilities", () => {
    expect(() => anchorCurves(curves, 90, Float64Array.of(0.5))).toThrow("1 probabilities for 2 curves");
  });
});
