import { describe, expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { type Fold, groupedKFold } from "../../src/learning/split";

/** Every row once in a test set, and in each fold in exactly one of the two. */
function expectPartition(folds: Fold[], n: number): void {
  const held = folds.flatMap(({ test: rows }) => [...rows]).sort((a, b) => a - b);
  expect(held).toEqual([...Array(n).keys()]);
  for (const { train, test: rows } of folds) {
    expect([...train, ...rows].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
    expect([...train]).toEqual([...train].sort((a, b) => a - b));
  }
}

describe("grouped K-fold", () => {
  const groups = Int32Array.from({ length: 90 }, (_, i) => 1000 + ((i * i) % 17));

  test("never parts a group", () => {
    const folds = groupedKFold(groups, 3, new Random(2));
    expectPartition(folds, 90);
    for (const { train, test: rows } of folds) {
      const trained = new Set(Array.from(train, (row) => groups[row]));
      expect(Array.from(rows).some((row) => trained.has(groups[row]))).toBe(false);
    }
  });

  test("is drawn by its seed", () => {
    expect(groupedKFold(groups, 3, new Random(9))).toEqual(groupedKFold(groups, 3, new Random(9)));
    expect(groupedKFold(groups, 3, new Random(9))).not.toEqual(groupedKFold(groups, 3, new Random(10)));
  });

  test("makes folds about even, the largest groups first", () => {
    const sized = Int32Array.from([...Array(6).fill(1), ...Array(3).fill(2), ...Array(3).fill(3)]);
    const sizes = groupedKFold(sized, 2, new Random(5)).map(({ test: rows }) => rows.length);
    expect(sizes).toEqual([6, 6]);
  });
});

test("folds that cannot be made are refused", () => {
  const random = new Random(1);
  expect(() => groupedKFold(Int32Array.from([1, 1, 1]), 2, random)).toThrow("2 folds of 1 groups");
  const groups = Int32Array.from({ length: 10 }, (_, i) => i);
  for (const k of [11, 1, 2.5]) expect(() => groupedKFold(groups, k, random)).toThrow(RangeError);
});
