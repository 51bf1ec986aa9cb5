import { describe, expect, test } from "bun:test";
import { columnMoments } from "../../src/learning/column-moments";
import { matrix } from "../../src/learning/matrix";
import { Standardizer } from "../../src/learning/standardize";
import { farthest, readTable } from "./fixture";

const retail = readTable("online-retail-rfm");
const small = (columns: number, ...values: number[]) =>
  matrix(values.length / columns, columns, Float64Array.from(values));

test("the moments of Online Retail's recency, frequency and monetary value are published", () => {
  // reference/oracles.json, rfm_A_asof_2011_12_10.
  const { means, deviations } = columnMoments(retail);
  expect(farthest(means, [92.05947441, 4.272014753, 2054.26646])).toBeLessThan(1e-9);
  expect(farthest(deviations, [100.00073612, 7.6971105, 8988.194279])).toBeLessThan(1e-9);
});

test("columns come out with mean 0 and population standard deviation 1", () => {
  const z = Standardizer.fit(retail, { log1p: [true, false, true] }).transform(retail);
  const { means, deviations } = columnMoments(z);
  for (let j = 0; j < 3; j++) {
    expect(means[j]).toBeCloseTo(0, 12);
    expect(deviations[j]).toBeCloseTo(1, 12);
  }
});

test("weights count rows, and rows of weight 0 do not", () => {
  const x = small(1, 1, 2, 2, 50);
  const { means, deviations, known } = columnMoments(x, Float64Array.of(1, 1, 1, 0));
  const twice = columnMoments(small(1, 1, 2), Float64Array.of(1, 2));
  expect(means).toEqual(twice.means);
  expect(deviations[0]).toBeCloseTo(twice.deviations[0]!, 15);
  expect(known[0]).toBe(3);
});

test("a far-away column keeps its digits", () => {
  const { means, deviations } = columnMoments(small(1, 1e9 + 1, 1e9 + 2, 1e9 + 3));
  expect(means[0]).toBe(1e9 + 2);
  expect(deviations[0]).toBeCloseTo(Math.sqrt(2 / 3), 12);
});

describe("what is missing or does not vary", () => {
  test("a missing value becomes the mean", () => {
    const standardizer = Standardizer.fit(small(1, 1, 3, Number.NaN));
    expect([...standardizer.transform(small(1, Number.NaN, 3)).data]).toEqual([0, 1]);
  });

  test("a constant column is centred, not scaled, and named", () => {
    const standardizer = Standardizer.fit(small(2, 0.1, 1, 0.1, 2, 0.1, 3));
    expect(standardizer.constant).toEqual([0]);
    expect(standardizer.transform(small(2, 0.1, 2)).data[0]).toBe(0);
    expect(standardizer.transform(small(2, 1.1, 2)).data[0]).toBeCloseTo(1, 15);
  });

  test("so is a column without any value", () => {
    const standardizer = Standardizer.fit(small(1, Number.NaN, Number.NaN));
    expect(standardizer.constant).toEqual([0]);
    expect(standardizer.transform(small(1, Number.NaN)).data[0]).toBe(0);
  });
});

test("the inverse leads back to the units of the data", () => {
  const standardizer = Standardizer.fit(retail, { log1p: true });
  expect(farthest(standardizer.inverse(standardizer.transform(retail)).data, retail.data)).toBeLessThan(
    1e-12,
  );
});

test("the state survives JSON bit for bit", () => {
  const standardizer = Standardizer.fit(retail, { log1p: [true, false, true] });
  const revived = Standardizer.fromState(JSON.parse(JSON.stringify(standardizer.toState())));
  expect(revived.transform(retail)).toEqual(standardizer.transform(retail));
});

test("input is left alone, and what is out of range refused with its place", () => {
  const x = small(2, 1, 2, 3, 4);
  const copy = x.data.slice();
  Standardizer.fit(x, { log1p: true }).transform(x);
  expect(x.data).toEqual(copy);
  expect(() => Standardizer.fit(small(2, 1, 2, 3, -1), { log1p: [false, true] })).toThrow(
    "row 1, column 1 is -1, which has no log(1 + x)",
  );
  expect(() => Standardizer.fit(small(1, 1, Infinity))).toThrow("row 1, column 0 is Infinity");
  expect(() => Standardizer.fit(x, { log1p: [true] })).toThrow("2 columns but 1 log1p flags");
  expect(() => Standardizer.fit(x).transform(small(1, 1))).toThrow("fitted on 2 columns, asked about 1");
  expect(() => Standardizer.fit(matrix(0, 2))).toThrow(RangeError);
});
