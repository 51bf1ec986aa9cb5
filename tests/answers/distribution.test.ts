import { describe, expect, test } from "bun:test";
import { amountEdges, distribution, highest } from "../../src/answers/distribution";

describe("a distribution", () => {
  test("shares the chosen and everybody out over the bins; the last one takes all above, missing values none", () => {
    const { bins, chosen, everybody } = distribution(
      [0, 5, 10, 99, NaN, -1],
      [1, 0, 1, 0, 1, 0],
      1,
      [0, 5, 10],
    );
    expect(bins).toEqual([
      { from: 0, to: 5 },
      { from: 5, to: 10 },
      { from: 10, to: null },
    ]);
    expect(chosen).toEqual([0.5, 0, 0.5]);
    expect(everybody).toEqual([2 / 5, 1 / 5, 2 / 5]);
  });

  test("of nobody is all zeros", () => {
    expect(distribution([1, 2], [0, 0], 7, [0]).chosen).toEqual([0]);
  });
});

describe("edges of amounts", () => {
  test("are steps of 1, 2, 5 from the 5th to the 98th percentile", () => {
    const values = Array.from({ length: 1001 }, (_, i) => i * 10);
    expect(amountEdges(values)).toEqual([0, 500, 1000, 2000, 5000]);
  });

  test("are ten at most, however wide the amounts lie", () => {
    const values = Array.from({ length: 1000 }, (_, i) => 10 ** (i / 100));
    const edges = amountEdges(values);
    expect(edges.length).toBe(10);
    expect(edges[0]).toBe(0);
  });

  test("of nothing but zeros are one", () => {
    expect(amountEdges([0, 0, 0])).toEqual([0]);
  });
});

test("the highest of a group come highest first, equals in their order, missing ones last", () => {
  const values = [5, 9, NaN, 7, 9, 100];
  const group = [1, 1, 1, 1, 1, 0];
  expect(highest(values, group, 1, 3)).toEqual([1, 4, 3]);
  expect(highest(values, group, 1, 9)).toEqual([1, 4, 3, 0, 2]);
});
