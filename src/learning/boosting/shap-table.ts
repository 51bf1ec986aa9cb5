import { type LeafGame, leafGame, shapleyValues } from "./leaf-game";
import type { TreeEnsemble } from "./tree-ensemble";

/** A table is made for a group of leaves that hangs on at most this many decisions, so that its patterns stay in cache. */
const MOST_DECISIONS = 8;

/**
 * Leaves of one tree whose joint SHAP values have been tabulated. Which of them a row follows depends only on the decisions
 * `nodes`: bit k of a pattern is 1 when the row goes left at `nodes[k]`. Row `pattern` of `values` (2^nodes × columns) holds what
 * the leaves then give to each of `columns`. (After Fast TreeSHAP v2, Yang 2021, which has a table a leaf; one a small
 * subtree needs fewer additions a row.)
 */
export interface ShapTable {
  readonly nodes: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** A tree made ready to be explained. */
interface TreePlan {
  readonly tables: readonly ShapTable[];
  /** Leaves too deep for a table: they are worked out for each row. */
  readonly deepLeaves: readonly LeafGame[];
  /** What the tree is worth when nothing is known about a row. */
  readonly expected: number;
}

/** Makes the tree with that root ready for `rows` rows: a table with many more patterns than rows would not pay. */
export function planTree(trees: TreeEnsemble, root: number, rows: number): TreePlan {
  const mostDecisions = Math.min(MOST_DECISIONS, Math.floor(Math.log2(rows)) - 2);
  const tables: ShapTable[] = [];
  const deepLeaves: LeafGame[] = [];
  let expected = 0;

  const visit = (path: number[]) => {
    const node = path.at(-1)!;
    const above = path.slice(0, -1);
    const inside = decisionsBelow(trees, node);
    const isLeaf = trees.feature[node]! < 0;
    if (!isLeaf && above.length + inside.length > mostDecisions) {
      visit([...path, trees.left[node]!]);
      visit([...path, trees.right[node]!]);
      return;
    }
    const games = gamesBelow(trees, path);
    for (const game of games) expected += game.expected;
    if (above.length > mostDecisions) deepLeaves.push(...games);
    else tables.push(tabulate([...above, ...inside], games));
  };
  visit([root]);
  return { tables, deepLeaves, expected };
}

function decisionsBelow(trees: TreeEnsemble, node: number): number[] {
  if (trees.feature[node]! < 0) return [];
  return [node, ...decisionsBelow(trees, trees.left[node]!), ...decisionsBelow(trees, trees.right[node]!)];
}

function gamesBelow(trees: TreeEnsemble, path: number[]): LeafGame[] {
  const node = path.at(-1)!;
  if (trees.feature[node]! < 0) return [leafGame(trees, path)];
  return [trees.left[node]!, trees.right[node]!].flatMap((child) => gamesBelow(trees, [...path, child]));
}

function tabulate(nodes: number[], games: readonly LeafGame[]): ShapTable {
  const columns = Int32Array.from(new Set(games.flatMap((game) => Array.from(game.columns))));
  const patterns = 1 << nodes.length;
  const values = new Float64Array(patterns * columns.length);
  for (const game of games) {
    const m = game.columns.length;
    const own = new Float64Array(m << m);
    for (let followers = 0; followers < 1 << m; followers++)
      shapleyValues(game, followers, own, followers * m);
    const bits = game.nodes.map((node) => nodes.indexOf(node));
    const places = game.columns.map((column) => columns.indexOf(column));
    for (let pattern = 0; pattern < patterns; pattern++) {
      let astray = 0;
      for (let k = 0; k < bits.length; k++) {
        astray |= (((pattern >> bits[k]!) & 1) ^ game.goesLeft[k]!) << game.players[k]!;
      }
      const from = (~astray & ((1 << m) - 1)) * m;
      for (let j = 0; j < m; j++) values[pattern * columns.length + places[j]!]! += own[from + j]!;
    }
  }
  return { nodes: Int32Array.from(nodes), columns, values };
}
