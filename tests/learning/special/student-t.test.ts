import { describe, expect, test } from "bun:test";
import { incompleteBeta, studentTQuantile } from "../../../src/learning/special/student-t";

describe("the incomplete beta function", () => {
  test("has its closed forms", () => {
    // I_x(1, b) = 1 − (1 − x)^b and I_x(a, 1) = x^a (DLMF 8.17).
    for (const x of [0.01, 0.3, 0.7, 0.99]) {
      expect(incompleteBeta(1, 3.5, x)).toBeCloseTo(1 - (1 - x) ** 3.5, 12);
      expect(incompleteBeta(2.5, 1, x)).toBeCloseTo(x ** 2.5, 12);
      // I_x(½, ½) = 2 / π · arcsin √x.
      expect(incompleteBeta(0.5, 0.5, x)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 12);
    }
  });

  test("is symmetric", () => {
    expect(incompleteBeta(4, 7, 0.35) + incompleteBeta(7, 4, 0.65)).toBeCloseTo(1, 12);
  });

  test("is not defined beside its range", () => {
    for (const [a, b, x] of [
      [0, 1, 0.5],
      [1, -1, 0.5],
      [1, 1, 2],
      [1, 1, NaN],
    ] as const)
      expect(() => incompleteBeta(a, b, x)).toThrow(RangeError);
  });
});

describe("quantiles of Student's t", () => {
  // scipy 1.17.1, stats.t.ppf(p, df); 1 and 2 degrees of freedom have closed forms.
  test.each([
    [0.975, 1, Math.tan(0.475 * Math.PI)],
    [0.975, 2, 0.95 / Math.sqrt(0.5 * (1 - 0.95 ** 2))],
    [0.975, 5, 2.5705818356363],
    [0.975, 10, 2.2281388519863],
    [0.975, 30, 2.0422724563012],
    [0.95, 10, 1.8124611228117],
  ])("%p with %p degrees of freedom", (p, df, expected) => {
    expect(studentTQuantile(p, df)).toBeCloseTo(expected, 9);
    expect(studentTQuantile(1 - p, df)).toBeCloseTo(-expected, 9);
  });

  test("come to those of the normal distribution", () => {
    expect(studentTQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 5);
    expect(studentTQuantile(0.5, 3)).toBeCloseTo(0, 12);
  });

  test("are refused beside their range", () => {
    for (const [p, df] of [
      [0, 3],
      [1, 3],
      [0.5, 0],
    ] as const)
      expect(() => studentTQuantile(p, df)).toThrow(RangeError);
  });
});
