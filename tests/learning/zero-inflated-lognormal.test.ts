import { describe, expect, test } from "bun:test";
import { LogisticRegression } from "../../src/learning/logistic";
import { type Matrix, matrix, takeColumns } from "../../src/learning/matrix";
import { bias } from "../../src/learning/metrics";
import { Random } from "../../src/learning/random";
import { fitRidge } from "../../src/learning/ridge";
import { ZeroInflatedLognormal } from "../../src/learning/zero-inflated-lognormal";
import { column, farthest, readTable, zLog1p } from "./fixture";

/** Spend from the model itself: log-odds of buying 0.4 + x₀, log of the amount 3 + 0.5·x₀ − 0.2·x₁ + 0.8·noise. */
function simulated(n: number): { x: Matrix; y: Float64Array } {
  const random = new Random(12);
  const x = matrix(n, 2);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const a = (x.data[2 * i] = random.normal());
    const b = (x.data[2 * i + 1] = random.normal());
    const noise = random.normal();
    if (random.uniform() < 1 / (1 + Math.exp(-0.4 - a))) y[i] = Math.exp(3 + 0.5 * a - 0.2 * b + 0.8 * noise);
  }
  return { x, y };
}

describe("on spend drawn from the model itself", () => {
  const { x, y } = simulated(60_000);

  test("both parts, sigma and the total are found", () => {
    const model = new ZeroInflatedLognormal({ l2: 0 }).fit(x, y);
    expect(model.report.converged).toBe(true);
    expect(model.report.sigma).toBeCloseTo(0.8, 2);
    expect(model.occurrence.intercept).toBeCloseTo(0.4, 1);
    expect(model.occurrence.coefficients[0]).toBeCloseTo(1, 1);
    expect(farthest(model.amount.coefficients, [0.5, -0.2])).toBeLessThan(0.02);
    expect(Math.abs(model.amount.intercept - (3 + 0.32))).toBeLessThan(0.02);
    expect(Math.abs(bias(y, model.predict(x)).totalRatio - 1)).toBeLessThan(0.02);
  });

  test("the occurrence part is the logistic regression of y > 0", () => {
    const model = new ZeroInflatedLognormal({ l2: 5 }).fit(x, y);
    const logistic = new LogisticRegression({ l2: 5 }).fit(
      x,
      y.map((value) => (value > 0 ? 1 : 0)),
    );
    expect(model.occurrence.coefficients).toEqual(logistic.coefficients);
    expect(model.occurrence.intercept).toBe(logistic.intercept);
  });
});

test("on Online Retail the ratio meets the buyers' total", () => {
  const table = readTable("online-retail-churn");
  const x = zLog1p(takeColumns(table, [0, 1, 2, 3]));
  const spend = column(table, 5);
  const { totalRatio } = bias(spend, new ZeroInflatedLognormal().fit(x, spend).predict(x));
  expect(Math.abs(totalRatio - 1)).toBeLessThan(0.1);
});

test("where everybody buys, the probability is 1", () => {
  const x = matrix(4, 1, Float64Array.of(1, 2, 3, 4));
  const y = x.data.map((value) => Math.exp(1 + 0.5 * value));
  const model = new ZeroInflatedLognormal({ l2: 0 }).fit(x, y);
  expect(model.occurrence.intercept).toBe(Infinity);
  expect(farthest(model.predict(x), y)).toBeLessThan(1e-12);
});

test("ridge regression solves its normal equations, by hand", () => {
  // x = -1, 0, 1 with y = 0, 1, 5: the slope is Σxy / (Σx² + l2), the intercept the mean.
  const x = matrix(3, 1, Float64Array.of(-1, 0, 1));
  const y = Float64Array.of(0, 1, 5);
  const fit = fitRidge(x, y, Float64Array.of(1, 1, 1), 3);
  expect(fit.coefficients[0]).toBeCloseTo(5 / (2 + 3), 14);
  expect(fit.intercept).toBeCloseTo(2, 14);
  expect(() => fitRidge(matrix(3, 1), y, Float64Array.of(1, 1, 1), 0)).toThrow("set l2 above 0");
});

test("what cannot be fitted is refused", () => {
  const x = matrix(3, 1, Float64Array.of(1, 2, 3));
  expect(() => new ZeroInflatedLognormal().fit(x, Float64Array.of(0, 0, 4))).toThrow("1 targets above 0");
  expect(() => new ZeroInflatedLognormal().fit(x, Float64Array.of(0, -2, 4))).toThrow(
    "target 1 is -2, below 0",
  );
  expect(() => new ZeroInflatedLognormal({ l2: -1 }).fit(x, Float64Array.of(0, 1, 4))).toThrow(RangeError);
});
