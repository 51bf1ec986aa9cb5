import { describe, expect, test } from "bun:test";
import { countInBins, equalFrequencyBins, populationStability } from "../../../src/learning/drift";
import { Random } from "../../../src/learning/random";

const of = (...counts: number[]) => Float64Array.from(counts);

describe("the population stability index", () => {
  test("is ¼ ln 3 where halves become three quarters and one quarter", () => {
    // (¾ − ½) ln(¾ / ½) + (¼ − ½) ln(¼ / ½) = ¼ (ln 1.5 + ln 2)
    expect(populationStability(of(5e9, 5e9), of(7.5e9, 2.5e9)).psi).toBeCloseTo(Math.log(3) / 4, 8);
  });

  test("is 0 where the shares are the same, and the same in both directions", () => {
    expect(populationStability(of(10, 20, 30), of(10, 20, 30)).psi).toBe(0);
    const there = populationStability(of(10, 20, 30), of(30, 20, 10)).psi;
    expect(populationStability(of(30, 20, 10), of(10, 20, 30)).psi).toBeCloseTo(there, 12);
  });

  test("is finite for an empty bin: half a row is added to each", () => {
    // (20.5/21 − 0.5/21) ln(20.5 / 0.5), from either side
    expect(populationStability(of(20, 0), of(0, 20)).psi).toBeCloseTo(2 * (20 / 21) * Math.log(41), 12);
  });

  test("leaves out a bin that is empty in both", () => {
    expect(populationStability(of(10, 0, 30), of(30, 0, 10))).toEqual(
      populationStability(of(10, 30), of(30, 10)),
    );
  });

  test("knows what chance makes of it: the chi-squared quantile of 0.9999 by tables", () => {
    // chi2.ppf(0.9999, [1, 3, 9]) of scipy 1.17 = 15.137, 21.108, 33.720; times 1/50 + 1/200
    const chanceOf = (bins: number) =>
      populationStability(
        Float64Array.from({ length: bins }, () => 50 / bins),
        Float64Array.from({ length: bins }, () => 200 / bins),
      ).chance /
      (1 / 50 + 1 / 200);
    expect(chanceOf(2) / 15.137).toBeWithin(1, 1.08);
    expect(chanceOf(4) / 21.108).toBeWithin(1, 1.04);
    expect(chanceOf(10) / 33.72).toBeWithin(1, 1.02);
  });

  test("is on average as expected, and not beyond chance, for samples of one population", () => {
    const random = new Random(4);
    const sample = (n: number) => Float64Array.from({ length: n }, () => random.normal());
    let sum = 0;
    let expected = 0;
    for (let round = 0; round < 300; round++) {
      const reference = sample(400);
      const bins = equalFrequencyBins(reference);
      const found = populationStability(countInBins(reference, bins), countInBins(sample(400), bins));
      expect(found.psi).toBeLessThan(found.chance);
      sum += found.psi;
      expected += found.expected;
    }
    // (10 − 1) (1/400 + 1/400), within four standard errors of a mean of 300: sd √(2 · 9) / 200 / √300
    expect(expected / 300).toBeCloseTo(0.045, 12);
    expect(Math.abs(sum / 300 - 0.045)).toBeLessThan(0.005);
  });

  test("refuses samples that cannot be compared", () => {
    expect(() => populationStability(of(1, 2), of(1))).toThrow("2 bins against 1");
    expect(() => populationStability(of(1, 2), of(0, 0))).toThrow("without rows");
  });
});
