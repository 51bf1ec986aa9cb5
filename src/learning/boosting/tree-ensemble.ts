/**
 * Regression trees that are summed: a struct of typed arrays over the nodes of all trees, tree after tree. A row is at
 * node i; it goes to `left[i]` when its float32 value of column `feature[i]` is less than `threshold[i]`, when the
 * value is missing (NaN) and `missingLeft[i]` is 1, and else to `right[i]` (ONNX: BRANCH_LT). Its margin is `baseScore`
 * plus the leaf values.
 */
export interface TreeEnsemble {
  /** Margin before the first tree, a float32 number. */
  readonly baseScore: number;
  /** trees + 1: the root of each tree, and the number of nodes at the end. Nodes of a tree lie together. */
  readonly treeStart: Int32Array;
  /** Column tested, or −1 for a leaf. */
  readonly feature: Int32Array;
  /** 0 for a leaf. */
  readonly threshold: Float32Array;
  /** Index over the whole ensemble (subtract `treeStart` for an index within the tree), −1 for a leaf. */
  readonly left: Int32Array;
  /** Always `left + 1`, and −1 for a leaf. */
  readonly right: Int32Array;
  readonly missingLeft: Uint8Array;
  /** Value of a leaf, learning rate included; 0 inside the tree. */
  readonly value: Float32Array;
  /** Sum of the weighted hessians of the training rows at the node; TreeSHAP weighs branches by it. */
  readonly cover: Float64Array;
  /** What the split gained (twice eq. 7 of Chen & Guestrin 2016); 0 for a leaf. */
  readonly gain: Float64Array;
}

/** The margin of each row of `x` (n × d, row-major float32). */
export function ensembleMargins(ensemble: TreeEnsemble, x: Float32Array, columns: number): Float64Array {
  const rows = x.length / columns;
  const out = new Float64Array(rows).fill(ensemble.baseScore);
  for (let tree = 0; tree + 1 < ensemble.treeStart.length; tree++) {
    addTree(ensemble, ensemble.treeStart[tree]!, x, columns, out);
  }
  return out;
}

/** The node arrays that a walk from root to leaf reads. */
type Walkable = Pick<TreeEnsemble, "feature" | "threshold" | "left" | "missingLeft" | "value">;

/** Adds the leaf value of the tree with that root to the margin of each row of `x`. */
export function addTree(
  nodes: Walkable,
  root: number,
  x: Float32Array,
  columns: number,
  margins: Float64Array,
): void {
  const { value } = nodes;
  for (let i = 0; i < margins.length; i++) margins[i]! += value[leafOf(nodes, root, x, i * columns)]!;
}

/**
 * The leaf reached by the row that begins at `x[base]`. The step to a child is arithmetic, not a branch: a processor
 * cannot predict which way a row goes.
 */
function leafOf(nodes: Walkable, root: number, x: Float32Array, base: number): number {
  const { feature, threshold, left, missingLeft } = nodes;
  let node = root;
  for (let column = feature[node]!; column >= 0; column = feature[node]!) {
    const at = x[base + column]!;
    const goesLeft = +(at < threshold[node]!) | (+Number.isNaN(at) & missingLeft[node]!);
    node = left[node]! + 1 - goesLeft;
  }
  return node;
}
