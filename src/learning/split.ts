import type { Random } from "./random";

/** One way to hold rows out: row numbers in rising order, every row in exactly one of the two. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * K-fold: each of the rows 0 to n − 1 is held out once, in folds whose sizes differ by at most one. 2 ≤ k ≤ n, else a
 * RangeError.
 */
export function kFold(n: number, k: number, random: Random): Fold[] {
  checkFolds(k, n, "rows");
  const foldOf = new Int32Array(n);
  random.shuffle(Int32Array.from(foldOf.keys())).forEach((row, place) => {
    foldOf[row] = place % k;
  });
  return foldsOf(foldOf, k);
}

/**
 * K-fold that holds out whole groups: `groups` (n) names each row's group by any integer, and no group is in both `train` and
 * `test`. Groups are dealt from the largest on, each to the fold with the fewest rows (ties of size in seeded order), so the
 * folds are about even. 2 ≤ k ≤ number of groups, else a RangeError.
 */
export function groupedKFold(groups: Int32Array, k: number, random: Random): Fold[] {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  checkFolds(k, sizes.size, "groups");
  const names = random.shuffle([...sizes.keys()]).sort((a, b) => sizes.get(b)! - sizes.get(a)!);
  const rows = new Int32Array(k);
  const foldOfGroup = new Map<number, number>();
  for (const name of names) {
    const smallest = rows.indexOf(Math.min(...rows));
    foldOfGroup.set(name, smallest);
    rows[smallest]! += sizes.get(name)!;
  }
  return foldsOf(
    groups.map((group) => foldOfGroup.get(group)!),
    k,
  );
}

/**
 * K-fold in which every class has about the same share in each fold: `classes` (n) are any numbers, such as 0 and 1. The
 * rows of a class are dealt in turn, going on where the last class ended, so sizes of folds differ by at most one, and so
 * does the count of each class. 2 ≤ k ≤ n, else a RangeError. A class of fewer than k rows is missing from some folds.
 */
export function stratifiedKFold(classes: Float64Array | Int32Array, k: number, random: Random): Fold[] {
  checkFolds(k, classes.length, "rows");
  const foldOf = new Int32Array(classes.length);
  // A stable sort of shuffled rows: shuffled within each class.
  const rows = random.shuffle(Int32Array.from(foldOf.keys())).sort((a, b) => classes[a]! - classes[b]!);
  rows.forEach((row, place) => {
    foldOf[row] = place % k;
  });
  return foldsOf(foldOf, k);
}

function foldsOf(foldOf: Int32Array, k: number): Fold[] {
  const rows = Int32Array.from(foldOf.keys());
  return Array.from({ length: k }, (_, fold) => ({
    train: rows.filter((row) => foldOf[row] !== fold),
    test: rows.filter((row) => foldOf[row] === fold),
  }));
}

function checkFolds(k: number, available: number, what: string): void {
  if (!Number.isInteger(k) || k < 2 || k > available) {
    throw new RangeError(`${k} folds of ${available} ${what}: need an integer from 2 to ${available}`);
  }
}
