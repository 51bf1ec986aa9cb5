import { describe, expect, test } from "bun:test";
import { selectEnsemble } from "../../src/learning/ensemble-selection";
import { Random } from "../../src/learning/random";

const squaredError = (actual: Float64Array) => (blend: Float64Array) =>
  blend.reduce((sum, value, i) => sum + (value - actual[i]!) ** 2, 0);

/** Caruana et al. (2004), section 2, with every blend written out in full from the votes. */
function byHand(members: Float64Array[], loss: (blend: Float64Array) => number, steps: number): number[] {
  const votes = members.map(() => 1);
  for (let step = 0; step < steps; step++) {
    const losses = members.map((_, k) => {
      const tried = votes.map((count, j) => count + (j === k ? 1 : 0));
      const all = tried.reduce((sum, count) => sum + count, 0);
      return loss(
        members[0]!.map((_, i) =>
          members.reduce((sum, member, j) => sum + (tried[j]! / all) * member[i]!, 0),
        ),
      );
    });
    votes[losses.indexOf(Math.min(...losses))]!++;
  }
  const all = votes.reduce((sum, count) => sum + count, 0);
  return votes.map((count) => count / all);
}

describe("ensemble selection", () => {
  test("follows the greedy rule written out by hand, on a hundred libraries drawn at random", () => {
    const random = new Random(3);
    for (let round = 0; round < 100; round++) {
      const actual = Float64Array.from({ length: 20 }, () => random.normal());
      const members = Array.from({ length: 1 + random.integer(6) }, () => {
        const noise = 2 * random.uniform();
        return actual.map((value) => value + noise * random.normal());
      });
      const steps = random.integer(12);
      const weights = selectEnsemble(members, squaredError(actual), steps);
      byHand(members, squaredError(actual), steps).forEach((weight, k) => {
        expect(weights[k]!).toBeCloseTo(weight, 12);
      });
      expect(weights.every((weight) => weight > 0)).toBe(true);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
  });

  test("without a step weighs all alike", () => {
    const members = [1, 2, 3, 4].map((value) => Float64Array.of(value));
    expect([...selectEnsemble(members, squaredError(Float64Array.of(1)), 0)]).toEqual([
      0.25, 0.25, 0.25, 0.25,
    ]);
  });

  test("gives every vote beyond the first to a member that is right where the others err alike", () => {
    const members = [Float64Array.of(9, 9), Float64Array.of(1, 2), Float64Array.of(9, 9)];
    expect([...selectEnsemble(members, squaredError(Float64Array.of(1, 2)), 6)]).toEqual([
      1 / 9,
      7 / 9,
      1 / 9,
    ]);
  });

  test("gives a tie to the earlier member", () => {
    const members = [Float64Array.of(0), Float64Array.of(5), Float64Array.of(5)];
    expect([...selectEnsemble(members, squaredError(Float64Array.of(5)), 2)]).toEqual([0.2, 0.6, 0.2]);
  });

  test("gives the whole weight to a member that is alone", () => {
    expect([...selectEnsemble([Float64Array.of(3)], () => NaN, 5)]).toEqual([1]);
  });

  test("refuses none, and members of different lengths", () => {
    expect(() => selectEnsemble([], () => 0, 1)).toThrow("at least one member");
    expect(() => selectEnsemble([new Float64Array(2), new Float64Array(3)], () => 0, 1)).toThrow(
      "the members have 2 and 3 rows",
    );
  });
});
