import { describe, expect, test } from "bun:test";
import { matrix, takeColumns } from "../../src/learning/matrix";
import { TweedieGlm } from "../../src/learning/tweedie-glm";
import { column, farthest, readJson, readTable, zLog1p } from "./fixture";

interface Case {
  readonly power: number;
  readonly alpha: number;
  readonly weighted: boolean;
  readonly intercept: number;
  readonly coefficients: number[];
}

const table = readTable("online-retail-churn");
const x = zLog1p(takeColumns(table, [0, 1, 2, 3]));
const spend = column(table, 5);
const { cases } = readJson<{ cases: Case[] }>("tweedie");

test.each(cases)("agrees with scikit-learn's TweedieRegressor (power $power, alpha $alpha)", (peer) => {
  const weights = peer.weighted ? spend.map((_, i) => 1 + (i % 3)) : undefined;
  const total = weights ? weights.reduce((sum, w) => sum + w, 0) : x.rows;
  const mean = spend.reduce((sum, y, i) => sum + y * (weights ? weights[i]! : 1), 0) / total;
  // scikit-learn minimises the mean half deviance + ½·alpha·Σb² in the unit of y, we the sum in units of the mean of y.
  const l2 = peer.alpha * total * mean ** (peer.power - 2);
  const model = new TweedieGlm({ power: peer.power, l2 }).fit(x, spend, weights);
  expect(model.report).toMatchObject({ converged: true, problem: null });
  expect(model.intercept).toBeCloseTo(peer.intercept, 9);
  expect(farthest(model.coefficients, peer.coefficients)).toBeLessThan(1e-9);
});

test("the penalty means the same in another currency", () => {
  const euros = new TweedieGlm({ l2: 50 }).fit(x, spend);
  const pence = new TweedieGlm({ l2: 50 }).fit(
    x,
    spend.map((value) => 87 * value),
  );
  expect(farthest(pence.coefficients, euros.coefficients)).toBeLessThan(1e-9);
  expect(pence.intercept).toBeCloseTo(euros.intercept + Math.log(87), 9);
});

test("without a penalty the totals of the canonical-like score equations hold: the intercept's is Σ y·μ^(1-p) = Σ μ^(2-p)", () => {
  const model = new TweedieGlm({ power: 1.5, l2: 0 }).fit(x, spend);
  const mean = model.predict(x);
  let [left, right] = [0, 0];
  mean.forEach((m, i) => {
    left += spend[i]! / Math.sqrt(m);
    right += Math.sqrt(m);
  });
  expect(left / right).toBeCloseTo(1, 9);
});

describe("what cannot be fitted", () => {
  const line = matrix(3, 1, Float64Array.of(1, 2, 3));

  test("is refused where a number is out of range", () => {
    expect(() => new TweedieGlm({ power: 2 }).fit(line, Float64Array.of(1, 0, 2))).toThrow("power is 2");
    expect(() => new TweedieGlm({ l2: Number.NaN }).fit(line, Float64Array.of(1, 0, 2))).toThrow(RangeError);
    expect(() => new TweedieGlm().fit(line, Float64Array.of(1, -1, 2))).toThrow("target 1 is -1, below 0");
    expect(() => new TweedieGlm().fit(line, new Float64Array(3))).toThrow("every target is 0");
  });

  test("says so where columns determine each other", () => {
    const twice = matrix(3, 2, Float64Array.of(1, 2, 2, 4, 3, 6));
    const { report } = new TweedieGlm({ l2: 0 }).fit(twice, Float64Array.of(1, 0, 2));
    expect(report).toMatchObject({ converged: false, problem: "collinear" });
  });
});
