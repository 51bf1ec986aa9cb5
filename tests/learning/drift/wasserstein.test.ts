import { describe, expect, test } from "bun:test";
import { midQuantiles, normedWasserstein } from "../../../src/learning/drift";
import { Random } from "../../../src/learning/random";

/** n values that lie as those of the distribution with this quantile function. */
const spread = (quantile: (u: number) => number, n = 2000) =>
  Float64Array.from({ length: n }, (_, i) => quantile((i + 0.5) / n));

const distance = (a: Float64Array, b: Float64Array) =>
  normedWasserstein(midQuantiles(a), midQuantiles(b), a.length, b.length).distance;

describe("quantiles", () => {
  test("of 0 … 199 are those that numpy's linear method gives", () => {
    const quantiles = midQuantiles(Float64Array.from({ length: 200 }, (_, i) => (i * 77) % 200));
    // np.quantile(np.arange(200), [0.005, 0.495, 0.995])
    expect(quantiles[0]!).toBeCloseTo(0.995, 10);
    expect(quantiles[49]!).toBeCloseTo(98.505, 10);
    expect(quantiles[99]!).toBeCloseTo(198.005, 10);
  });

  test("leave missing values out, and are missing where nothing is known", () => {
    expect(midQuantiles(Float64Array.of(NaN, 3, NaN))[50]).toBe(3);
    expect(midQuantiles(Float64Array.of(NaN)).every(Number.isNaN)).toBe(true);
  });
});

describe("the normed Wasserstein distance", () => {
  test("of a uniform distribution on 0 to 1 and one shifted by δ is δ √12, W₁ = δ", () => {
    expect(
      distance(
        spread((u) => u),
        spread((u) => u + 0.25),
      )!,
    ).toBeCloseTo(0.25 * Math.sqrt(12), 3);
  });

  test("of uniform distributions on 0 to 1 and 0 to 2 is ½ √12, W₁ = ∫ u du", () => {
    expect(
      distance(
        spread((u) => u),
        spread((u) => 2 * u),
      )!,
    ).toBeCloseTo(0.5 * Math.sqrt(12), 2);
  });

  test("of normal distributions is their shift in standard deviations, but for the half per cent at the ends", () => {
    const random = new Random(8);
    const normal = Float64Array.from({ length: 20_000 }, () => 50 + 10 * random.normal());
    const found = distance(
      normal,
      normal.map((value) => value + 3),
    )!;
    // The quantiles .005 … .995 of a normal have a standard deviation of 0.988: 0.3 / 0.988.
    expect(found).toBeWithin(0.298, 0.31);
  });

  test("is 0 for the same sample in another order and needs no equal sizes", () => {
    const values = spread((u) => -Math.log(u), 501);
    expect(distance(values, values.toReversed())).toBe(0);
    expect(
      distance(
        values,
        spread((u) => -Math.log(u), 4000),
      )!,
    ).toBeLessThan(0.01);
  });

  test("is not moved by one giant, who does not hide a shift either", () => {
    const values = spread((u) => 100 * u, 1000);
    const withGiant = Float64Array.from([...values, 1e9]);
    expect(distance(values, withGiant)!).toBeLessThan(0.01);
    expect(
      distance(
        withGiant,
        values.map((value) => value + 25),
      )!,
    ).toBeCloseTo(0.25 * Math.sqrt(12), 1);
  });

  test("is not defined where the reference has no spread", () => {
    expect(distance(Float64Array.of(3, 3, 3), Float64Array.of(1, 2, 3))).toBeNull();
  });

  test("stays below what it allows chance for samples of one population, heavy-tailed ones too", () => {
    const random = new Random(5);
    const draws = [
      () => random.normal(),
      () => Math.exp(1.5 * random.normal()),
      () => (random.uniform() < 0.7 ? 0 : random.exponential(1)),
    ];
    for (const draw of draws) {
      for (const [n, m] of [
        [30, 30],
        [50, 1000],
        [300, 300],
      ] as const) {
        for (let round = 0; round < 100; round++) {
          const [a, b] = [Float64Array.from({ length: n }, draw), Float64Array.from({ length: m }, draw)];
          const found = normedWasserstein(midQuantiles(a), midQuantiles(b), n, m);
          expect(found.distance!).toBeLessThan(found.chance);
        }
      }
    }
  });
});
