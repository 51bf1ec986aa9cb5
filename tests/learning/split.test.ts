import { describe, expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { type Fold, groupedKFold, kFold, stratifiedKFold } from "../../src/learning/split";

/** Every row once in a test set, and in each fold in exactly one of the two. */
function expectPartition(folds: Fold[], n: number): void {
  const held = folds.flatMap(({ test: rows }) => [...rows]).sort((a, b) => a - b);
  expect(held).toEqual([...Array(n).keys()]);
  for (const { train, test: rows } of folds) {
    expect([...train, ...rows].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
    expect([...train]).toEqual([...train].sort((a, b) => a - b));
  }
}

describe("K-fold", () => {
  test("holds every row out once, in folds of even size", () => {
    const folds = kFold(23, 5, new Random(1));
    expectPartition(folds, 23);
    expect(folds.map(({ test: rows }) => rows.length).sort()).toEqual([4, 4, 5, 5, 5]);
  });

  test("is drawn by its seed", () => {
    expect(kFold(50, 4, new Random(9))).toEqual(kFold(50, 4, new Random(9)));
    expect(kFold(50, 4, new Random(9))).not.toEqual(kFold(50, 4, new Random(10)));
  });
});

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

  test("makes folds about even, the largest groups first", () => {
    const sized = Int32Array.from([...Array(6).fill(1), ...Array(3).fill(2), ...Array(3).fill(3)]);
    const sizes = groupedKFold(sized, 2, new Random(5)).map(({ test: rows }) => rows.length);
    expect(sizes).toEqual([6, 6]);
  });
});

test("stratified K-fold gives each fold its share of each class", () => {
  const classes = Float64Array.from({ length: 103 }, (_, i) => (i % 7 === 0 ? 1 : 0));
  const folds = stratifiedKFold(classes, 5, new Random(3));
  expectPartition(folds, 103);
  for (const { test: rows } of folds) {
    const ones = Array.from(rows).filter((row) => classes[row] === 1).length;
    expect([3, 3, 3]).toContain(ones);
    expect([20, 21]).toContain(rows.length);
  }
});

test("folds that cannot be made are refused", () => {
  const random = new Random(1);
  expect(() => kFold(3, 4, random)).toThrow("4 folds of 3 rows");
  expect(() => kFold(3, 1, random)).toThrow(RangeError);
  expect(() => kFold(10, 2.5, random)).toThrow(RangeError);
  expect(() => groupedKFold(Int32Array.from([1, 1, 1]), 2, random)).toThrow("2 folds of 1 groups");
  expect(() => stratifiedKFold(new Float64Array(0), 2, random)).toThrow(RangeError);
});
