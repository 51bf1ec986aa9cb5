import { describe, expect, test } from "bun:test";
import { Random } from "../../../src/learning/random";
import {
  blendOf,
  levelFreeLoss,
  type TestedVotes,
  weighVotes,
} from "../../../src/models/judging/weigh-votes";

/**
 * A test of `n` customers, each with log-odds of their own, and what voters say of them: the truth, plus noise of each
 * voter's size.
 */
function testOf(noises: readonly number[], n = 800, seed = 1): TestedVotes {
  const random = new Random(seed);
  const truth = Float64Array.from({ length: n }, () => 1.5 * random.normal());
  const churned = truth.map((value) => (random.uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
  const votes = noises.map((noise) => truth.map((value) => value + noise * random.normal()));
  return { votes, churned };
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe("the weights of voters", () => {
  test.each([1, 2, 3])("of %i are equal without tests", (voters) => {
    expect(weighVotes([], voters)).toEqual(new Array(voters).fill(1 / voters));
  });

  test("of one is all there is", () => {
    expect(weighVotes([testOf([5])], 1)).toEqual([1]);
  });

  test("add up to 1 and are sixths, none below 0", () => {
    for (const noises of [
      [0, 0],
      [0, 9, 1],
      [4, 4, 4],
      [0.1, 2],
    ]) {
      const weights = weighVotes([testOf(noises)], noises.length);
      expect(weights).toHaveLength(noises.length);
      expect(sum(weights)).toBeCloseTo(1, 14);
      for (const weight of weights) {
        expect(weight).toBeGreaterThanOrEqual(0);
        expect(6 * weight).toBeCloseTo(Math.round(6 * weight), 12);
      }
    }
  });

  test("go from a voter who knows nothing to those who do", () => {
    const good = testOf([0.5, 0.5, 0]);
    const random = new Random(4);
    const guesses = good.churned.map(() => 3 * random.normal());
    const weights = weighVotes([{ ...good, votes: [good.votes[0]!, good.votes[1]!, guesses] }], 3);
    expect(weights[2]!).toBe(0);
    expect(Math.min(weights[0]!, weights[1]!)).toBeGreaterThanOrEqual(1 / 3);
  });

  test("silence no one for a small difference", () => {
    for (let seed = 1; seed <= 20; seed++) {
      for (const noises of [
        [0, 0.1],
        [0.6, 0.65, 0.7],
      ]) {
        const tests = [testOf(noises, 400, seed), testOf(noises, 400, seed + 100)];
        const weights = weighVotes(tests, noises.length);
        expect(Math.min(...weights)).toBeGreaterThan(0);
      }
    }
  });

  test("are equal where all voters say the same", () => {
    const { votes, churned } = testOf([1]);
    const same = { votes: [votes[0]!, votes[0]!, votes[0]!], churned };
    expect(weighVotes([same], 3)).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  test("do not depend on the voters' levels, nor on how many left in a test", () => {
    const tests = [testOf([0.5, 2], 500, 1), testOf([0.5, 2], 300, 2)];
    const weights = weighVotes(tests, 2);
    expect(weights).not.toEqual([0.5, 0.5]);
    const shifted = tests.map(({ votes, churned }, t) => ({
      votes: votes.map((vote, k) => vote.map((value) => value + 10 * k - 3 + 5 * t)),
      churned,
    }));
    expect(weighVotes(shifted, 2)).toEqual(weights);
  });

  test("count every test alike, however many customers it had", () => {
    // A voter who is right about 3000 customers and wrong about 300 is about as good as one with it the other way round.
    const many = testOf([0, 4], 3000, 1);
    const few = testOf([4, 0], 300, 2);
    for (const weight of weighVotes([many, few], 2)) expect(weight).toBeGreaterThanOrEqual(1 / 3);
    expect(weighVotes([many], 2)).toEqual([1, 0]);
    expect(weighVotes([few], 2)).toEqual([0, 1]);
  });
});

test("a blend is the weighted sum of votes", () => {
  expect([...blendOf([Float64Array.of(1, -2), Float64Array.of(3, 2)], [0.75, 0.25])]).toEqual([1.5, -1]);
});

test("the loss of a blend is the log loss at the level that makes its total true", () => {
  // Of two alike customers one left: one half each, whatever they were told.
  const alike = { votes: [Float64Array.of(7, 7)], churned: Float64Array.of(1, 0) };
  expect(levelFreeLoss(alike, [1])).toBeCloseTo(Math.log(2), 12);
  // ±2 around the level that gives (1 + 1) / 4 on average, which is 0: both were on the right side.
  const apart = { votes: [Float64Array.of(12, 8)], churned: Float64Array.of(1, 0) };
  expect(levelFreeLoss(apart, [1])).toBeCloseTo(Math.log(1 + Math.exp(-2)), 9);
});
