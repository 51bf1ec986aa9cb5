import { describe, expect, test } from "bun:test";
import { matrix } from "../../src/learning/matrix";
import { applyDesign, fitDesign, linearValues } from "../../src/models/linear-predictor";

/** Three rows: a count, a share with a missing value, a constant, and one that is missing throughout. */
const NAMES = ["frequency", "return_rate", "tenure_days", "gap_sd_days"];
const X = matrix(
  3,
  4,
  Float64Array.of(...[0, 0.2, 7, NaN], ...[Math.E - 1, NaN, 7, NaN], ...[Math.E ** 2 - 1, 0.6, 7, NaN]),
);
const design = fitDesign(X, NAMES);

describe("the design of a linear model", () => {
  test("takes counts as log(1 + x) and shares as they are", () => {
    expect([...design.unit]).toEqual([1, 0, 1, 1]);
  });

  test("means and population deviations are of the known, transformed values", () => {
    // log(1 + x) of the first column is 0, 1, 2.
    const mean = [1, 0.4, Math.log(8), 0];
    const scale = [Math.sqrt(2 / 3), 0.2, 1, 1];
    mean.forEach((value, j) => {
      expect(design.mean[j]!).toBeCloseTo(value, 14);
    });
    scale.forEach((value, j) => {
      expect(design.scale[j]!).toBeCloseTo(value, 14);
    });
  });

  test("a missing value counts as the mean, a constant column as nothing", () => {
    const columns = applyDesign(design, X);
    const expected = [-Math.sqrt(1.5), -1, 0, 0, 0, 0, 0, 0, Math.sqrt(1.5), 1, 0, 0];
    expected.forEach((value, i) => {
      expect(columns.data[i]!).toBeCloseTo(value, 12);
    });
  });

  test("values below 0 count as 0 where the logarithm is taken, and stay what they are elsewhere", () => {
    const row = matrix(1, 4, Float64Array.of(-5, -0.4, 7, NaN));
    const columns = applyDesign(design, row);
    expect(columns.data[0]!).toBeCloseTo(-Math.sqrt(1.5), 12);
    expect(columns.data[1]!).toBeCloseTo(-4, 12);
  });

  test("a column whose spread is rounding noise counts as constant", () => {
    const noisy = matrix(2, 1, Float64Array.of(0.1 + 0.2, 0.3));
    expect(fitDesign(noisy, ["return_rate"]).scale[0]).toBe(1);
  });
});

describe("money", () => {
  const amounts = (unit: number) => matrix(3, 1, Float64Array.of(unit, 0, 100 * unit));

  test("is measured by a hundredth of the geometric mean of the amounts above 0", () => {
    expect(fitDesign(amounts(1), ["monetary"]).unit[0]!).toBeCloseTo(0.1, 14);
    expect(fitDesign(matrix(2, 1, Float64Array.of(0, NaN)), ["monetary"]).unit[0]).toBe(0.01);
  });

  test("gives the same columns in whatever currency", () => {
    const [euros, cents] = [amounts(1), amounts(100)];
    const columns = applyDesign(fitDesign(cents, ["monetary"]), cents).data;
    applyDesign(fitDesign(euros, ["monetary"]), euros).data.forEach((value, i) => {
      expect(columns[i]!).toBeCloseTo(value, 12);
    });
  });
});

test("a linear predictor is its intercept plus coefficients times columns", () => {
  const coefficients = Float64Array.of(2, 3, 100, 100);
  const values = linearValues({ ...design, coefficients, intercept: 10 }, X);
  const expected = [10 - 2 * Math.sqrt(1.5) - 3, 10, 10 + 2 * Math.sqrt(1.5) + 3];
  expected.forEach((value, i) => {
    expect(values[i]!).toBeCloseTo(value, 12);
  });
});
