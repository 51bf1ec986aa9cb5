import { describe, expect, test } from "bun:test";
import { GradientBoostedTrees } from "../../../src/learning/boosting/gradient-boosted-trees";
import { ensembleMargins, type TreeEnsemble } from "../../../src/learning/boosting/tree-ensemble";
import { explainEnsemble } from "../../../src/learning/boosting/tree-shap";
import { Random } from "../../../src/learning/random";
import { matrixOf, readFixture } from "./peer-fixture";
import { noisyRows } from "./rows";

/** What a tree is worth when only the columns in the bit set `known` are known (Lundberg et al. 2020, Alg. 1). */
function expectation(trees: TreeEnsemble, node: number, row: Float32Array, known: number): number {
  const column = trees.feature[node]!;
  if (column < 0) return trees.value[node]!;
  const left = trees.left[node]!;
  const right = trees.right[node]!;
  if ((known >> column) & 1) {
    const at = row[column]!;
    const goesLeft = Number.isNaN(at) ? trees.missingLeft[node] === 1 : at < trees.threshold[node]!;
    return expectation(trees, goesLeft ? left : right, row, known);
  }
  const cover = trees.cover[node]!;
  return (
    (trees.cover[left]! / cover) * expectation(trees, left, row, known) +
    (trees.cover[right]! / cover) * expectation(trees, right, row, known)
  );
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** Shapley values by their definition: over all subsets of the columns. */
function bruteForce(trees: TreeEnsemble, row: Float32Array): Float64Array {
  const d = row.length;
  const worth = Float64Array.from({ length: 1 << d }, (_, known) => {
    let sum = 0;
    for (let tree = 0; tree + 1 < trees.treeStart.length; tree++) {
      sum += expectation(trees, trees.treeStart[tree]!, row, known);
    }
    return sum;
  });
  const out = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    for (let known = 0; known < 1 << d; known++) {
      if ((known >> j) & 1) continue;
      const size = known.toString(2).replaceAll("0", "").length;
      const weight = (factorial(size) * factorial(d - size - 1)) / factorial(d);
      out[j]! += weight * (worth[known | (1 << j)]! - worth[known]!);
    }
  }
  return out;
}

interface PeerTree {
  left_children: number[];
  right_children: number[];
  split_indices: number[];
  split_conditions: number[];
  default_left: number[];
  sum_hessian: number[];
}

/** XGBoost's trees as an ensemble; a leaf's value is its split condition there. */
function ensembleOf(trees: PeerTree[], baseScore: number): TreeEnsemble {
  const starts = [0];
  for (const tree of trees) starts.push(starts.at(-1)! + tree.left_children.length);
  const join = (of: (tree: PeerTree, node: number, start: number) => number) =>
    trees.flatMap((tree, index) => tree.left_children.map((_, node) => of(tree, node, starts[index]!)));
  const isLeaf = (tree: PeerTree, node: number) => tree.left_children[node] === -1;
  return {
    baseScore,
    treeStart: Int32Array.from(starts),
    feature: Int32Array.from(join((tree, node) => (isLeaf(tree, node) ? -1 : tree.split_indices[node]!))),
    threshold: Float32Array.from(
      join((tree, node) => (isLeaf(tree, node) ? 0 : tree.split_conditions[node]!)),
    ),
    left: Int32Array.from(
      join((tree, node, start) => (isLeaf(tree, node) ? -1 : start + tree.left_children[node]!)),
    ),
    right: Int32Array.from(
      join((tree, node, start) => (isLeaf(tree, node) ? -1 : start + tree.right_children[node]!)),
    ),
    missingLeft: Uint8Array.from(join((tree, node) => tree.default_left[node]!)),
    value: Float32Array.from(join((tree, node) => (isLeaf(tree, node) ? tree.split_conditions[node]! : 0))),
    cover: Float64Array.from(join((tree, node) => tree.sum_hessian[node]!)),
    gain: new Float64Array(starts.at(-1)!),
  };
}

describe("TreeSHAP", () => {
  for (const maxDepth of [1, 2, 4, 5, 7]) {
    test(`equals Shapley's definition for trees of depth ${maxDepth}, columns repeated on paths, values missing`, () => {
      const { x, y } = noisyRows(400, 5, 10 + maxDepth);
      const model = new GradientBoostedTrees({
        loss: "squared",
        rounds: 6,
        maxDepth,
        minChildWeight: 0,
        subsample: 0.7,
        seed: 3,
      }).fit(x, y);
      const { trees } = model;
      const asked = Float32Array.from(x.data.subarray(0, 12 * 5));
      expect(asked.some(Number.isNaN)).toBe(true);
      const { contributions } = explainEnsemble(trees, asked, 5);
      for (let row = 0; row < 12; row++) {
        const values = asked.subarray(row * 5, row * 5 + 5);
        const expected = bruteForce(trees, values);
        for (let j = 0; j < 5; j++) expect(contributions[row * 5 + j]).toBeCloseTo(expected[j]!, 11);
      }
    });
  }

  test("gives the same whether leaves are tabulated or worked out one by one", () => {
    const { x, y } = noisyRows(2000, 8, 4);
    const { trees } = new GradientBoostedTrees({ loss: "squared", rounds: 5, maxDepth: 7 }).fit(x, y);
    const data = Float32Array.from(x.data);
    const all = explainEnsemble(trees, data, 8).contributions;
    for (let row = 0; row < 50; row++) {
      const one = explainEnsemble(trees, data.subarray(row * 8, row * 8 + 8), 8).contributions;
      for (let j = 0; j < 8; j++) expect(one[j]).toBeCloseTo(all[row * 8 + j]!, 12);
    }
  });

  for (const maxDepth of [3, 6, 10]) {
    test(`adds up to the margin less the expected one, to 1e-9, at depth ${maxDepth}`, () => {
      const { x, y } = noisyRows(1500, 12, maxDepth);
      const labels = y.map((value) => +(value > 0));
      const model = new GradientBoostedTrees({ loss: "logistic", rounds: 30, maxDepth }).fit(x, labels);
      const { contributions, expected } = model.explain(x);
      const margins = model.margin(x);
      for (let row = 0; row < x.rows; row++) {
        let sum = expected;
        for (let j = 0; j < 12; j++) sum += contributions[row * 12 + j]!;
        expect(Math.abs(sum - margins[row]!)).toBeLessThan(1e-9);
      }
    });
  }

  // Source: pred_contribs of XGBoost 3.2.0 (float32), written by benchmarks/peers/xgboost_fixtures.py.
  test("agrees with XGBoost's pred_contribs on XGBoost's own trees of depth 3 and 8", () => {
    const shap = readFixture<{
      columns: number;
      x: (number | null)[];
      models: { trees: PeerTree[]; contributions: number[]; margins: number[] }[];
    }>("shap");
    const d = shap.columns;
    const x = Float32Array.from(matrixOf(shap.x, d).data);
    for (const { trees, contributions, margins } of shap.models) {
      const bare = ensembleOf(trees, 0);
      const baseScore = margins[0]! - ensembleMargins(bare, x.subarray(0, d), d)[0]!;
      const { contributions: ours, expected } = explainEnsemble({ ...bare, baseScore }, x, d);
      for (let row = 0; row < margins.length; row++) {
        for (let j = 0; j < d; j++) {
          expect(ours[row * d + j]).toBeCloseTo(contributions[row * (d + 1) + j]!, 5);
        }
        expect(expected).toBeCloseTo(contributions[row * (d + 1) + d]!, 5);
      }
    }
  });

  test("a column that no tree asks about gets exactly nothing", () => {
    const { x, y } = noisyRows(300, 4, 9);
    for (let row = 0; row < x.rows; row++) x.data[row * 4 + 2] = 1;
    const { contributions } = new GradientBoostedTrees({ loss: "squared", rounds: 20 }).fit(x, y).explain(x);
    for (let row = 0; row < x.rows; row++) expect(contributions[row * 4 + 2]).toBe(0);
  });

  test("a constant model is explained by its base score alone", () => {
    const random = new Random(1);
    const x = matrixOf(
      Array.from({ length: 30 }, () => random.normal()),
      3,
    );
    const model = new GradientBoostedTrees({ loss: "squared", rounds: 3 }).fit(
      x,
      new Float64Array(10).fill(7),
    );
    const { contributions, expected } = model.explain(x);
    expect(expected).toBe(7);
    expect(contributions.every((value) => value === 0)).toBe(true);
  });
});
