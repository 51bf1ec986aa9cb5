import { describe, expect, test } from "bun:test";
import { digamma, lgamma, logBeta } from "../../../src/learning/special/gamma";
import { gaussLegendre } from "../../../src/learning/special/gauss-legendre";
import { logHypergeometric } from "../../../src/learning/special/hypergeometric";
import { pairwiseSum } from "../../../src/learning/special/pairwise-sum";
import { logRisingFactorials } from "../../../src/learning/special/rising-factorial";
// 50-digit values by mpmath; see special-functions.py beside the table.
import table from "../fixtures/special-functions.json";

/** |actual − expected| relative to the larger of 1 and |expected|. */
function error(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
}

describe("special functions", () => {
  test.each(table.gamma)("ln gamma and digamma of %p match mpmath to 1e-13", (x, logGamma, psi) => {
    expect(error(lgamma(x!), logGamma!)).toBeLessThan(1e-13);
    expect(error(digamma(x!), psi!)).toBeLessThan(1e-13);
  });

  test.each(table.log_beta)("ln B(%p, %p) matches mpmath to 1e-11", (a, b, expected) => {
    expect(error(logBeta(a!, b!), expected!)).toBeLessThan(1e-11);
  });

  // The error of a logarithm is the relative error of the function.
  test.each(table.log_hypergeometric)(
    "2F1(%p, %p; %p; %p) matches mpmath to 1e-10",
    (a, b, c, z, expected) => {
      expect(Math.abs(logHypergeometric(a!, b!, c!, z!) - expected!)).toBeLessThan(1e-10);
      expect(Math.abs(logHypergeometric(b!, a!, c!, z!) - expected!)).toBeLessThan(1e-10);
    },
  );

  test("functions refuse arguments outside their domain", () => {
    expect(lgamma(0)).toBeNaN();
    expect(lgamma(-1.5)).toBeNaN();
    expect(digamma(Number.NaN)).toBeNaN();
    expect(() => logHypergeometric(1, 2, 3, 1)).toThrow(RangeError);
    expect(() => logHypergeometric(-1, 2, 3, 0.5)).toThrow(RangeError);
    expect(() => logHypergeometric(1, Number.NaN, 3, 0.5)).toThrow(RangeError);
  });

  test("rising factorials equal differences of ln gamma and of digamma", () => {
    const counts = Float64Array.of(0, 1, 2, 7, 200, 1000);
    const logs = new Float64Array(6);
    const slopes = new Float64Array(6);
    for (const z of [0.01, 0.7, 15, 900]) {
      logRisingFactorials(z, counts, logs, slopes);
      counts.forEach((n, i) => {
        expect(error(logs[i]!, lgamma(z + n) - lgamma(z))).toBeLessThan(1e-12);
        expect(error(slopes[i]!, digamma(z + n) - digamma(z))).toBeLessThan(1e-12);
      });
    }
  });

  test("a Gauss-Legendre rule of n nodes is exact up to degree 2n - 1 and not beyond", () => {
    for (const n of [1, 2, 6, 32]) {
      const { nodes, weights } = gaussLegendre(n);
      const integral = (degree: number) => nodes.reduce((sum, x, i) => sum + weights[i]! * x ** degree, 0);
      for (const degree of [0, 1, n, 2 * n - 1]) {
        expect(integral(degree)).toBeCloseTo(1 / (degree + 1), 13);
      }
      if (n <= 6) expect(Math.abs(integral(2 * n) - 1 / (2 * n + 1))).toBeGreaterThan(1e-9);
    }
  });

  test("pairwise summation keeps what a running sum loses", () => {
    const values = new Float64Array(1_000_000).fill(0.1);
    let running = 0;
    for (const value of values) running += value;
    expect(Math.abs(running - 100_000)).toBeGreaterThan(1e-7);
    expect(Math.abs(pairwiseSum(values) - 100_000)).toBeLessThan(1e-10);
    expect(pairwiseSum(new Float64Array(0))).toBe(0);
  });
});
