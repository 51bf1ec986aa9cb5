import { followersOf, type LeafGame, shapleyValues } from "./leaf-game";
import { planTree, type ShapTable } from "./shap-table";
import type { TreeEnsemble } from "./tree-ensemble";

/** SHAP values of margins. `expected` plus the contributions of row i is the margin of row i. */
export interface Explanation {
  /** n × d, row-major: what each column's value adds to the margin of the row. */
  readonly contributions: Float64Array;
  /** The mean margin over the training cover: the margin if nothing is known about a row. */
  readonly expected: number;
}

/**
 * Exact path-dependent TreeSHAP (Lundberg et al., "From local explanations to global understanding with explainable AI
 * for trees", Nature Machine Intelligence 2, 2020, Alg. 2) of each row of `x` (n × d, row-major float32, NaN =
 * missing). Trees with up to six decisions on a path cost a few table look-ups a row; deeper leaves take time linear in
 * their depth.
 */
export function explainEnsemble(trees: TreeEnsemble, x: Float32Array, columns: number): Explanation {
  return ensembleExplainer(trees, columns, x.length / columns)(x);
}

/**
 * The same for many calls: the trees are prepared once, for about `rows` rows in all. A row's result does not depend on
 * the rows beside it or on earlier calls.
 */
export function ensembleExplainer(
  trees: TreeEnsemble,
  columns: number,
  rows: number,
): (x: Float32Array) => Explanation {
  const roots = trees.treeStart.subarray(0, -1);
  const plans = Array.from(roots, (root) => planTree(trees, root, rows));
  const expected = plans.reduce((sum, plan) => sum + plan.expected, trees.baseScore);
  return (x) => {
    const contributions = new Float64Array(x.length);
    for (const [tree, { tables, deepLeaves }] of plans.entries()) {
      const root = roots[tree]!;
      const goesLeft = new Uint8Array(trees.treeStart[tree + 1]! - root);
      for (let base = 0; base < x.length; base += columns) {
        decide(trees, root, x, base, goesLeft);
        for (const table of tables) addTable(table, root, goesLeft, contributions, base);
        for (const leaf of deepLeaves) addLeaf(leaf, root, goesLeft, contributions, base);
      }
    }
    return { contributions, expected };
  };
}

/** Which way the row goes at each node of a tree, even those it never reaches. Leaves are left alone. */
function decide(
  trees: TreeEnsemble,
  root: number,
  x: Float32Array,
  base: number,
  goesLeft: Uint8Array,
): void {
  const { feature, threshold, missingLeft } = trees;
  for (let i = 0; i < goesLeft.length; i++) {
    const column = feature[root + i]!;
    if (column < 0) continue;
    const at = x[base + column]!;
    goesLeft[i] = Number.isNaN(at) ? missingLeft[root + i]! : +(at < threshold[root + i]!);
  }
}

function addTable(
  { nodes, columns, values }: ShapTable,
  root: number,
  goesLeft: Uint8Array,
  contributions: Float64Array,
  base: number,
): void {
  let pattern = 0;
  for (let k = 0; k < nodes.length; k++) pattern |= goesLeft[nodes[k]! - root]! << k;
  const at = pattern * columns.length;
  for (let j = 0; j < columns.length; j++) contributions[base + columns[j]!]! += values[at + j]!;
}

/** One player for each step of the deepest path. */
const shapley = new Float64Array(10);

function addLeaf(
  game: LeafGame,
  root: number,
  goesLeft: Uint8Array,
  contributions: Float64Array,
  base: number,
): void {
  shapleyValues(game, followersOf(game, goesLeft, root), shapley, 0);
  for (let j = 0; j < game.columns.length; j++) contributions[base + game.columns[j]!]! += shapley[j]!;
}
