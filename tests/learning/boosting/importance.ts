import type { TreeEnsemble } from "../../../src/learning/boosting/tree-ensemble";

/** What the trees made of each column (d numbers each). */
interface Importance {
  /** Sum of the gains of the splits on the column (XGBoost's `total_gain`). */
  readonly totalGain: Float64Array;
  /** Number of splits on the column (XGBoost's `weight`). */
  readonly splits: Int32Array;
}

/** Counts the splits of each of the `columns` of a fit and sums their gains. */
export function importanceOf({ trees, columns }: { trees: TreeEnsemble; columns: number }): Importance {
  const { feature, gain } = trees;
  const totalGain = new Float64Array(columns);
  const splits = new Int32Array(columns);
  for (let node = 0; node < feature.length; node++) {
    const column = feature[node]!;
    if (column < 0) continue;
    totalGain[column]! += gain[node]!;
    splits[column]!++;
  }
  return { totalGain, splits };
}
