import { describe, expect, test } from "bun:test";
import { bandOf, fitBands } from "../../src/learning/conformal-bands";
import { Random } from "../../src/learning/random";

/** 1 to n. */
function counting(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => i + 1);
}

/** Rows whose amounts are lognormal about a prediction of any size, and 0 as often as `zeros` says. */
function lognormalRows(n: number, random: Random, zeros: (predicted: number) => number) {
  const predicted = Float64Array.from({ length: n }, () => 10 * Math.exp(random.normal()));
  const actual = predicted.map((value) =>
    random.uniform() < zeros(value) ? 0 : value * Math.exp(0.7 * random.normal()),
  );
  return { predicted, actual };
}

describe("the band of one group", () => {
  test("has the order statistics whose ranks are shares of n + 1, and its knot at the middle prediction", () => {
    // 50 rows: ⌊0.1 · 51⌋ = 5th and ⌈0.9 · 51⌉ = 46th of the amounts.
    const amounts = new Random(4).shuffle(counting(50));
    const bands = fitBands(counting(50), amounts, 0.8)!;
    expect(bands).toEqual({
      coverage: 0.8,
      at: Float64Array.of(26),
      low: Float64Array.of(5),
      high: Float64Array.of(46),
    });
  });

  test("begins at 0 where a tenth spend nothing, and then leaves out above all that it leaves out", () => {
    // 30 zeros, then 1 to 20: the ⌈0.8 · 51⌉ = 41st amount is 11.
    const amounts = counting(50).map((value) => Math.max(0, value - 30));
    const bands = fitBands(counting(50), amounts, 0.8)!;
    expect([bands.low[0], bands.high[0]]).toEqual([0, 11]);
  });

  test("is nothing at all where four fifths spend nothing", () => {
    const amounts = counting(50).map((value) => (value <= 41 ? 0 : 100));
    const bands = fitBands(counting(50), amounts, 0.8)!;
    expect([bands.low[0], bands.high[0]]).toEqual([0, 0]);
  });

  test("is not given for fewer than 50 rows", () => {
    expect(fitBands(counting(49), counting(49), 0.8)).toBeNull();
    expect(fitBands(new Float64Array(0), new Float64Array(0), 0.8)).toBeNull();
  });
});

describe("outcomes that stand there three times", () => {
  const thrice = (values: Float64Array) => new Float64Array([...values, ...values, ...values]);

  test("give the same band as once", () => {
    const amounts = new Random(4).shuffle(counting(50));
    expect(fitBands(thrice(counting(50)), thrice(amounts), 0.8, 3)).toEqual(
      fitBands(counting(50), amounts, 0.8),
    );
  });

  test("prove no more than once: 49 give no band, 99 one group", () => {
    expect(fitBands(thrice(counting(49)), thrice(counting(49)), 0.8, 3)).toBeNull();
    expect(fitBands(thrice(counting(99)), thrice(counting(99)), 0.8, 3)!.at).toHaveLength(1);
    expect(fitBands(thrice(counting(100)), thrice(counting(100)), 0.8, 3)!.at).toHaveLength(2);
  });
});

describe("the bands of many groups", () => {
  test.each([
    [99, 1],
    [100, 2],
    [999, 19],
    [1000, 20],
    [5000, 20],
  ])("of %i rows are %i, for each must hold 50", (n, groups) => {
    expect(fitBands(counting(n), counting(n), 0.8)!.at).toHaveLength(groups);
  });

  test("never fall from knot to knot, whatever the amounts", () => {
    const random = new Random(12);
    for (let round = 0; round < 20; round++) {
      const predicted = Float64Array.from({ length: 400 }, () => random.exponential(0.1));
      const actual = Float64Array.from({ length: 400 }, () =>
        random.uniform() < 0.2 ? 0 : random.exponential(0.1),
      );
      const { at, low, high } = fitBands(predicted, actual, 0.8)!;
      for (const ends of [at, low, high]) expect([...ends]).toEqual([...ends].sort((a, b) => a - b));
      low.forEach((end, g) => {
        expect(end).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(high[g]!);
      });
    }
  });

  test("leave as much out above where the low end is held up by a group of smaller predictions", () => {
    // The lower half spends 10 for certain. Of the upper half 25 spend nothing, 25 spend 101 to 125.
    const actual = Float64Array.from({ length: 100 }, (_, i) => (i < 50 ? 10 : i < 75 ? 0 : 26 + i));
    const { low, high } = fitBands(counting(100), actual, 0.8)!;
    expect([...low]).toEqual([10, 10]);
    // The ⌈0.9 · 51⌉ = 46th of 25 zeros and 101 to 125.
    expect([...high]).toEqual([10, 121]);
  });

  test.each<[string, number, (predicted: number) => number]>([
    ["80 % of new rows", 0.8, () => 0],
    ["half of new rows", 0.5, () => 0],
    ["95 % of new rows", 0.95, () => 0],
    ["80 % where a third spend nothing", 0.8, () => 0.35],
    ["80 % where the less is expected the fewer spend", 0.8, (predicted) => 1 / (1 + predicted / 5)],
  ])("hold %s of the same kind, within four standard errors", (_, coverage, zeros) => {
    const random = new Random(5);
    const n = 6000;
    const { predicted, actual } = lognormalRows(n, random, zeros);
    const bands = fitBands(predicted, actual, coverage)!;
    const later = lognormalRows(n, random, zeros);
    let held = 0;
    for (let i = 0; i < n; i++) {
      const { low, high } = bandOf(bands, later.predicted[i]!);
      if (low <= later.actual[i]! && later.actual[i]! <= high) held++;
    }
    // Both the band and the count are of n rows: Var ≈ 2 p (1 − p) / n.
    const error = Math.sqrt((2 * coverage * (1 - coverage)) / n);
    expect(Math.abs(held / n - coverage)).toBeLessThan(4 * error);
  });

  test("hold no less than they promise where all predictions are the same", () => {
    const actual = new Random(6).shuffle(counting(400));
    const bands = fitBands(new Float64Array(400).fill(7), actual, 0.8)!;
    const { low, high } = bandOf(bands, 7);
    expect(actual.filter((value) => low <= value && value <= high).length).toBeGreaterThanOrEqual(320);
  });

  test("do not depend on the order of the rows where predictions differ", () => {
    const { predicted, actual } = lognormalRows(300, new Random(8), () => 0.3);
    const order = new Random(9).shuffle(Int32Array.from(predicted.keys()));
    const taken = (values: Float64Array) => Float64Array.from(order, (i) => values[i]!);
    expect(fitBands(taken(predicted), taken(actual), 0.8)).toEqual(fitBands(predicted, actual, 0.8));
  });
});

describe("the band about a prediction", () => {
  const bands = {
    coverage: 0.8,
    at: Float64Array.of(10, 20, 40),
    low: Float64Array.of(0, 4, 10),
    high: Float64Array.of(30, 50, 60),
  };

  test.each([
    ["below the first knot is the first", 0, 0, 30],
    ["at the first knot", 10, 0, 30],
    ["halfway between two knots", 15, 2, 40],
    ["a quarter on between two knots", 25, 5.5, 52.5],
    ["at the last knot", 40, 10, 60],
    ["beyond the last knot in proportion", 100, 25, 150],
  ])("%s", (_, predicted, low, high) => {
    expect(bandOf(bands, predicted)).toEqual({ low, high });
  });

  test("is missing where the prediction is", () => {
    expect(bandOf(bands, NaN)).toEqual({ low: NaN, high: NaN });
  });

  test("is that of the last knot where every prediction was 0", () => {
    const none = { ...bands, at: new Float64Array(3) };
    expect(bandOf(none, 0)).toEqual({ low: 10, high: 60 });
    expect(bandOf(none, 5)).toEqual({ low: 10, high: 60 });
  });

  test("between knots at one place is never NaN", () => {
    const tied = { ...bands, at: Float64Array.of(10, 10, 40) };
    expect(bandOf(tied, 10)).toEqual({ low: 0, high: 30 });
    expect(bandOf(tied, 25)).toEqual({ low: 7, high: 55 });
  });
});

test("misuse is refused", () => {
  expect(() => fitBands(counting(60), counting(59), 0.8)).toThrow("60 predictions of 59 amounts");
  for (const coverage of [0, 1, NaN, -0.1]) {
    expect(() => fitBands(counting(60), counting(60), coverage)).toThrow("not between 0 and 1");
  }
});
