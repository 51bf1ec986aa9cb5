import type { TreeEnsemble } from "./tree-ensemble";

/** What the trees made of each column (d numbers each). */
export interface Importance {
  /** Sum of the gains of the splits on the column (XGBoost's `total_gain`). */
  readonly totalGain: Float64Array;
  /** Number of splits on the column (XGBoost's `weight`). */
  readonly splits: Int32Array;
}

/** Counts the splits of each of `columns` columns and sums their gains. */
export function importanceOf({ feature, gain }: TreeEnsemble, columns: number): Importance {
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
