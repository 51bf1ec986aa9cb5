import { describe, expect, test } from "bun:test";
import type { GapRhythm } from "../../../src/customers/gap-rhythm";
import { Random } from "../../../src/learning/random";
import { ownGaps } from "../../../src/models/next-order/own-gaps";

/** The rhythm of customers with these gaps. */
function rhythmOf(gaps: readonly (readonly number[])[]): GapRhythm {
  const sorted = gaps.map((own) => Float64Array.from(own).sort());
  const usual = sorted.map((own) => (own.length < 3 ? NaN : own[(own.length - 1) >> 1]!));
  const known = (of: (own: Float64Array) => number) =>
    Float64Array.from(sorted, (own, i) => of(own) / usual[i]!);
  return {
    usualGapDays: Float64Array.from(usual),
    longest: known((own) => own.at(-1)!),
    shortest: known((own) => own[0]!),
    silentDays: new Float64Array(gaps.length),
    pooled: Float64Array.from(
      sorted.flatMap((own, i) => (own.length < 3 ? [] : Array.from(own, (gap) => gap / usual[i]!))),
    ).sort(),
  };
}

/** Customers who order at random, each with so many gaps. */
function atRandom(customers: number, gaps: number): number[][] {
  const random = new Random(3);
  return Array.from({ length: customers }, () =>
    Array.from({ length: gaps }, () => Math.ceil(random.exponential(1 / 30))),
  );
}

const monthly = (customers: number) => Array.from({ length: customers }, () => [30, 30, 31, 28]);

describe("customers are judged by their own gaps", () => {
  test("without a purchase model, where few gaps are longer than two usual ones", () => {
    const { judged, shareAsLong } = ownGaps(rhythmOf([[28, 28, 56], [28, 28, 28, 56], [28]]), false);
    expect([...judged]).toEqual([1, 1, 0]);
    // Two of seven gaps are two usual ones long, none longer; one more is always thinkable.
    expect(shareAsLong(2)).toBeCloseTo(3 / 8, 12);
    expect(shareAsLong(2.1)).toBeCloseTo(1 / 8, 12);
    expect(shareAsLong(0.5)).toBe(1);
  });

  test("not where they order at random, or too seldom", () => {
    expect(ownGaps(rhythmOf(atRandom(200, 12)), false).judged.includes(1)).toBe(false);
    expect(ownGaps(rhythmOf([[30], [30, 30]]), false).judged.includes(1)).toBe(false);
    expect(ownGaps(rhythmOf([]), false).judged).toHaveLength(0);
  });

  test("beside a purchase model, where more order evenly than chance would have it", () => {
    const mixed = rhythmOf([...monthly(30), ...atRandom(200, 3)]);
    const { judged } = ownGaps(mixed, true);
    expect(judged.subarray(0, 30).every((is) => is === 1)).toBe(true);
    expect(judged.subarray(30).reduce((sum, is) => sum + is, 0)).toBeLessThan(12);
    // Two in a hundred of those who order at random look even over three gaps: they prove nothing.
    expect(ownGaps(rhythmOf(atRandom(600, 3)), true).judged.includes(1)).toBe(false);
  });
});
