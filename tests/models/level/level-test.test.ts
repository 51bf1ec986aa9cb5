import { describe, expect, test } from "bun:test";
import { probabilityOf } from "../../../src/learning/log-odds";
import { FOUR_IN_FIVE, shareRange, sharesHeld, totalsHeld } from "../../../src/models/level/level-test";

/** Tests in which this came where that was expected. */
const tests = (...pairs: readonly [expected: number, came: number][]) =>
  pairs.map(([expected, came]) => ({ expected, came }));

describe("the range of a share of leavers", () => {
  test("of alike customers reaches 1.2816 standard errors of the log-odds to either side", () => {
    // The 90 % quantile of the standard normal distribution: 1.281552 (Abramowitz & Stegun, table 26.5).
    expect(FOUR_IN_FIVE).toBeCloseTo(1.281552, 4);
    const [low, high] = shareRange(new Float64Array(5).fill(0.5), 0.5);
    expect(low).toBeCloseTo(probabilityOf(-0.6408), 12);
    expect(high).toBeCloseTo(probabilityOf(0.6408), 12);
  });

  test("is the mean over the customers, each shifted alike", () => {
    const [low, high] = shareRange(Float64Array.of(0.1, 0.9), 1 / FOUR_IN_FIVE);
    // e-fold odds: 1/9 becomes e/9, and 9 becomes 9e.
    const of = (odds: number) => odds / (1 + odds);
    expect(high).toBeCloseTo((of(Math.E / 9) + of(9 * Math.E)) / 2, 12);
    expect(low).toBeCloseTo((of(1 / 9 / Math.E) + of(9 / Math.E)) / 2, 12);
  });

  test("is the share itself where its level is known, and holds whoever is sure", () => {
    const [low, high] = shareRange(Float64Array.of(0.2, 0.4, 0, 1), 0);
    expect(low).toBeCloseTo(0.4, 12);
    expect(high).toBeCloseTo(0.4, 12);
    expect(shareRange(Float64Array.of(0, 1), 3)).toEqual([0.5, 0.5]);
  });
});

describe("shares of leavers held", () => {
  test.each([
    [0.45, true],
    [0.36, true],
    [0.4501, false],
    [0.349, false],
  ])("if none was off by more than five points: 40 %% expected, %d came: %p", (came, held) => {
    expect(sharesHeld(tests([0.4, 0.4], [0.4, came], [0.4, 0.4]))).toBe(held);
  });

  test("only if there were three tests", () => {
    expect(sharesHeld(tests([0.4, 0.4], [0.4, 0.4], [0.4, 0.4]))).toBe(true);
    expect(sharesHeld(tests([0.4, 0.4], [0.4, 0.4]))).toBe(false);
    expect(sharesHeld([])).toBe(false);
  });
});

describe("totals held", () => {
  test.each([
    [1.19, true],
    [1 / 1.19, true],
    [1.21, false],
    [1 / 1.21, false],
    [0, false],
  ])("if none was off by more than a fifth: %d times what was expected came: %p", (times, held) => {
    expect(totalsHeld(tests([500, 500], [500, 500 * times], [80, 80]))).toBe(held);
  });

  test("only if there were three tests", () => {
    expect(totalsHeld(tests([5, 5], [5, 5], [5, 5]))).toBe(true);
    expect(totalsHeld(tests([5, 5], [5, 5]))).toBe(false);
    expect(totalsHeld([])).toBe(false);
  });
});
