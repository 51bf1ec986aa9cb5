import type { Random } from "./random";

/** One way to hold rows out: row numbers in ascending order, every row in exactly one of the two. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * K-fold that holds out whole groups: `groups` (n) names each row's group by any integer, and no group is in both
 * `train` and `test`. Groups are dealt from the largest down, each to the fold with the fewest rows (ties of size in
 * seeded order), so the folds are about equal. 2 ≤ k ≤ number of groups, else a RangeError.
 */
export function groupedKFold(groups: Int32Array, k: number, random: Random): Fold[] {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  if (!Number.isInteger(k) || k < 2 || k > sizes.size) {
    throw new RangeError(`${k} folds of ${sizes.size} groups: need an integer from 2 to ${sizes.size}`);
  }
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

function foldsOf(foldOf: Int32Array, k: number): Fold[] {
  const rows = Int32Array.from(foldOf.keys());
  return Array.from({ length: k }, (_, fold) => ({
    train: rows.filter((row) => foldOf[row] !== fold),
    test: rows.filter((row) => foldOf[row] === fold),
  }));
}
