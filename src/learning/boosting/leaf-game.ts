import type { TreeEnsemble } from "./tree-ensemble";

/** Abscissae and weights of the five-point Gauss-Legendre rule on [0, 1] (Abramowitz & Stegun, table 25.4). */
const ABSCISSAE = [
  0.5 - 0.906179845938664 / 2,
  0.5 - 0.5384693101056831 / 2,
  0.5,
  0.5 + 0.5384693101056831 / 2,
  0.5 + 0.906179845938664 / 2,
];
const WEIGHTS = [
  0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454,
];

/**
 * What one leaf adds to the SHAP values of a tree: a game whose players are the m distinct columns on the path to the
 * leaf. With the players S known, the leaf is worth v · Π(k ∈ S) o_k · Π(k ∉ S) w_k, where o_k is 1 when the row's
 * value of column k follows the path at every decision about it, and w_k is the share of training cover that does
 * (Lundberg et al. 2020, Alg. 1: the path-dependent expectation).
 */
export interface LeafGame {
  /** The leaf's value v, and its worth when nothing is known: v · Π w_k. */
  readonly value: number;
  readonly expected: number;
  /** m columns, and the cover share w_k of each, in (0, 1]. */
  readonly columns: Int32Array;
  readonly shares: Float64Array;
  /** The decisions on the path: node index, 1 where the path goes left, and the player 0 to m − 1 they are about. */
  readonly nodes: Int32Array;
  readonly goesLeft: Uint8Array;
  readonly players: Int32Array;
}

/** The game of the leaf at the end of `path`: node indices from a root down to the leaf. */
export function leafGame(trees: TreeEnsemble, path: readonly number[]): LeafGame {
  const columns: number[] = [];
  const shares: number[] = [];
  const players: number[] = [];
  const goesLeft: number[] = [];
  let expected = trees.value[path.at(-1)!]!;
  for (let depth = 0; depth + 1 < path.length; depth++) {
    const node = path[depth]!;
    const child = path[depth + 1]!;
    const share = trees.cover[child]! / trees.cover[node]!;
    const column = trees.feature[node]!;
    let player = columns.indexOf(column);
    if (player < 0) {
      player = columns.push(column) - 1;
      shares.push(1);
    }
    shares[player]! *= share;
    expected *= share;
    players.push(player);
    goesLeft.push(child === trees.left[node] ? 1 : 0);
  }
  return {
    value: trees.value[path.at(-1)!]!,
    expected,
    columns: Int32Array.from(columns),
    shares: Float64Array.from(shares),
    nodes: Int32Array.from(path.slice(0, -1)),
    goesLeft: Uint8Array.from(goesLeft),
    players: Int32Array.from(players),
  };
}

/**
 * Which players follow the path, one bit each (bit k: player k), for a row that goes left at the nodes of the tree with
 * `wentLeft` (indexed from `root`) 1.
 */
export function followersOf(game: LeafGame, wentLeft: Uint8Array, root: number): number {
  const { nodes, goesLeft, players } = game;
  let astray = 0;
  for (let k = 0; k < nodes.length; k++) {
    astray |= (wentLeft[nodes[k]! - root]! ^ goesLeft[k]!) << players[k]!;
  }
  return ~astray & ((1 << game.columns.length) - 1);
}

/**
 * Fills `out` (m, from `at` on) with the Shapley values of the game's players, given which of them follow the path (bit
 * k: player k).
 *
 * A coalition of s of the other m − 1 players has the Shapley weight s!(m − 1 − s)!/m! = ∫₀¹ tˢ(1 − t)^(m−1−s) dt, so
 * the sum over all coalitions is one integral, φ_j = v (o_j − w_j) ∫₀¹ Π(k ≠ j) (w_k(1 − t) + o_k t) dt, of a
 * polynomial of degree m − 1. Five Gauss-Legendre points integrate degree 9 exactly, so this is exact up to m = 10
 * players, the most that `maxDepth` allows.
 */
export function shapleyValues(
  { value, shares }: LeafGame,
  followers: number,
  out: Float64Array,
  at: number,
): void {
  const m = shares.length;
  for (let j = 0; j < m; j++) out[at + j] = 0;
  for (let q = 0; q < ABSCISSAE.length; q++) {
    const t = ABSCISSAE[q]!;
    let product = WEIGHTS[q]!;
    for (let k = 0; k < m; k++) product *= shares[k]! * (1 - t) + ((followers >> k) & 1) * t;
    for (let j = 0; j < m; j++) out[at + j]! += product / (shares[j]! * (1 - t) + ((followers >> j) & 1) * t);
  }
  for (let j = 0; j < m; j++) out[at + j]! *= value * (((followers >> j) & 1) - shares[j]!);
}
