import { describe, expect, test } from "bun:test";
import { LogisticRegression } from "../../src/learning/logistic";
import { type Matrix, matrix, takeColumns } from "../../src/learning/matrix";
import { brier, logLoss, rocAuc } from "../../src/learning/metrics";
import { column, farthest, readTable, zLog1p } from "./fixture";
import { actual, guesses, peer, scores, weights } from "./metrics/peer";

// Online Retail cut at 2011-09-10: R, F, M, T -> churned (fixtures/make-fixtures.py).
const table = readTable("online-retail-churn");
const raw = takeColumns(table, [0, 1, 2, 3]);
const x = zLog1p(raw);
const churned = column(table, 4);

function ofColumns(...columns: Float64Array[]): Matrix {
  const n = columns[0]!.length;
  const out = matrix(n, columns.length);
  columns.forEach((values, j) => {
    for (let i = 0; i < n; i++) out.data[i * columns.length + j] = values[i]!;
  });
  return out;
}

describe("on Online Retail, against R's glm (oracles.json, logit_mle_R_glm)", () => {
  const model = new LogisticRegression({ l2: 0 }).fit(x, churned);

  test("the data are those of the oracle: 3,370 customers, 43 % of whom leave", () => {
    expect(x.rows).toBe(3370);
    expect(churned.reduce((sum, y) => sum + y, 0) / x.rows).toBeCloseTo(0.4299703264, 10);
  });

  test("coefficients and log-likelihood agree to nine digits", () => {
    expect(model.report).toMatchObject({ converged: true, problem: null, message: null });
    expect(model.intercept).toBeCloseTo(-0.400185293, 9);
    expect(farthest(model.coefficients, [0.106876777, -0.86012253, -0.23749417, 0.135081877])).toBeLessThan(
      1e-9,
    );
    expect(model.report.logLikelihood).toBeCloseTo(-1973.68073099, 7);
  });
});

describe("with the penalty ½Σb² (oracles.json, logit_C1)", () => {
  const model = new LogisticRegression({ l2: 1 }).fit(x, churned);

  test("coefficients and in-sample metrics agree to eight digits", () => {
    expect(model.intercept).toBeCloseTo(-0.3997537, 7);
    expect(farthest(model.coefficients, [0.11023869, -0.85372508, -0.23894276, 0.13205126])).toBeLessThan(
      1e-8,
    );
    const p = model.predict(x);
    expect(rocAuc(churned, p)).toBeCloseTo(0.739154505, 9);
    expect(logLoss(churned, p)).toBeCloseTo(0.5856627, 7);
    expect(brier(churned, p)).toBeCloseTo(0.20275042, 8);
  });

  test("recency alone ranks as published", () => {
    expect(rocAuc(churned, column(table, 0))).toBeCloseTo(0.683408005, 9);
  });
});

test("weights and penalty together agree with scikit-learn", () => {
  const design = ofColumns(
    scores,
    guesses.map((value) => value / 10),
  );
  const model = new LogisticRegression({ l2: 3 }).fit(design, actual, weights);
  expect(model.intercept).toBeCloseTo(peer.logistic_l2_3.intercept, 9);
  expect(farthest(model.coefficients, peer.logistic_l2_3.coefficients)).toBeLessThan(1e-9);
});

describe("what cannot be fitted says so", () => {
  const line = matrix(6, 1, Float64Array.from([1, 2, 3, 4, 5, 6]));
  const parted = Float64Array.from([0, 0, 0, 1, 1, 1]);

  test("classes that a line parts without error have no maximum", () => {
    const { report } = new LogisticRegression({ l2: 0 }).fit(line, parted);
    expect(report).toMatchObject({ converged: false, problem: "separated" });
    expect(report.message).toContain("set l2 above 0");
  });

  test("so have classes that touch in one point only", () => {
    const touching = matrix(6, 1, Float64Array.from([1, 2, 3, 3, 5, 6]));
    expect(new LogisticRegression({ l2: 0 }).fit(touching, parted).report).toMatchObject({
      converged: false,
      problem: "separated",
    });
  });

  test("so has a single class, whatever the penalty, for the intercept bears none", () => {
    const { report } = new LogisticRegression({ l2: 1 }).fit(line, new Float64Array(6));
    expect(report).toMatchObject({ converged: false, problem: "separated" });
  });

  test("a penalty gives separable classes a finite answer", () => {
    const model = new LogisticRegression({ l2: 0.1 }).fit(line, parted);
    expect(model.report.converged).toBe(true);
    expect(model.coefficients[0]).toBeGreaterThan(1);
  });

  test("columns that determine each other need a penalty", () => {
    const twice = ofColumns(scores, scores);
    expect(new LogisticRegression({ l2: 0 }).fit(twice, actual).report.problem).toBe("collinear");
    const shared = new LogisticRegression({ l2: 1 }).fit(twice, actual);
    expect(shared.report.converged).toBe(true);
    expect(shared.coefficients[0]).toBeCloseTo(shared.coefficients[1]!, 12);
  });

  test("a constant column gets coefficient 0 under a penalty and blocks a fit without", () => {
    const constant = ofColumns(scores, new Float64Array(60).fill(7));
    const alone = new LogisticRegression({ l2: 1 }).fit(ofColumns(scores), actual);
    const model = new LogisticRegression({ l2: 1 }).fit(constant, actual);
    expect(model.report.converged).toBe(true);
    expect(model.coefficients[1]).toBeCloseTo(0, 9);
    expect(farthest(model.predict(constant), alone.predict(ofColumns(scores)))).toBeLessThan(1e-9);
    expect(new LogisticRegression({ l2: 0 }).fit(constant, actual).report.problem).toBe("collinear");
  });

  test("too few steps are told", () => {
    const { report } = new LogisticRegression({ l2: 1, maxIterations: 2 }).fit(x, churned);
    expect(report).toMatchObject({ converged: false, problem: "stalled", iterations: 2 });
  });
});

test("parameters and targets out of range are refused when fitting", () => {
  const line = matrix(2, 1, Float64Array.from([1, 2]));
  const y = Float64Array.from([0, 1]);
  expect(() => new LogisticRegression({ l2: -1 }).fit(line, y)).toThrow("l2 is -1");
  expect(() => new LogisticRegression({ tolerance: 0 }).fit(line, y)).toThrow(RangeError);
  expect(() => new LogisticRegression({ maxIterations: 0 }).fit(line, y)).toThrow(RangeError);
  expect(() => new LogisticRegression().fit(line, Float64Array.from([0, 0.5]))).toThrow("target 1 is 0.5");
  expect(() => new LogisticRegression().fit(line, y, new Float64Array(2))).toThrow("all weights are 0");
  expect(() => new LogisticRegression().predict(line)).toThrow("not been fitted");
});
