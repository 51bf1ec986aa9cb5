import { expect, test } from "bun:test";
import { binMatrix } from "../../../src/learning/boosting/binned-matrix";
import { EnsembleBuilder } from "../../../src/learning/boosting/ensemble-builder";
import { toFloat32 } from "../../../src/learning/boosting/float-matrix";
import { squaredLoss } from "../../../src/learning/boosting/loss-squared";
import { ensembleMargins } from "../../../src/learning/boosting/tree-ensemble";
import { TreeGrower } from "../../../src/learning/boosting/tree-grower";
import { TreeRows } from "../../../src/learning/boosting/tree-rows";
import { noisyRows } from "./rows";

const n = 500;
const d = 5;
const { x: wide, y } = noisyRows(n, d, 31);
const x = toFloat32(wide);
const ones = new Float64Array(n).fill(1);
const rules = { lambda: 1, alpha: 0, gamma: 0, minChildWeight: 1, maxDepth: 4, learningRate: 0.1 };

/** Grows trees on rows that begin at `margin`; each draws the first `drawn` in the order that `orderOf` gives. */
function growerOf(margin: number) {
  const binned = binMatrix(wide, undefined, 255);
  const rows = new TreeRows(binned, rules.maxDepth, 1);
  rows.margins.fill(margin);
  const grower = new TreeGrower(binned, rows, { ...rules, monotone: new Int8Array(d) });
  const grow = (builder: EnsembleBuilder, drawn: number, orderOf = (i: number) => i) => {
    squaredLoss.derivatives(rows.margins, y, ones, rows.derivatives);
    for (let i = 0; i < n; i++) rows.order[i] = orderOf(i);
    rows.drawn[0] = drawn;
    grower.grow(builder, undefined);
  };
  return { rows, grow };
}

test("the margins kept while trees grow are, to the bit, those that the finished trees give", () => {
  const { rows, grow } = growerOf(0.5);
  const builder = new EnsembleBuilder(0.5);
  for (let round = 0; round < 12; round++) grow(builder, 400, (i) => (i + 97 * round) % n);
  const trees = builder.build();
  expect(trees.treeStart).toHaveLength(13);
  expect(ensembleMargins(trees, x, d)).toEqual(rows.margins.slice());
});

test("a tree reorders the drawn rows and the others, each within themselves", () => {
  const { rows, grow } = growerOf(0);
  grow(new EnsembleBuilder(0), 300);
  expect(rows.order.slice(0, 300)).not.toEqual(Int32Array.from({ length: 300 }, (_, i) => i));
  expect(rows.order.slice(0, 300).sort()).toEqual(Int32Array.from({ length: 300 }, (_, i) => i));
  expect(rows.order.slice(300).sort()).toEqual(Int32Array.from({ length: 200 }, (_, i) => 300 + i));
});

test("an ensemble built early is the beginning of the one that grows on", () => {
  const { grow } = growerOf(0);
  const builder = new EnsembleBuilder(0);
  const growTrees = (rounds: number) => {
    for (let round = 0; round < rounds; round++) grow(builder, n);
    return builder.build();
  };
  const some = growTrees(20);
  const all = growTrees(40);
  const end = some.treeStart.at(-1)!;
  expect(all.feature.length).toBeGreaterThan(1024); // the node arrays have grown on the way
  expect(some.treeStart).toEqual(all.treeStart.slice(0, 21));
  expect(some.feature).toEqual(all.feature.slice(0, end));
  expect(some.value).toEqual(all.value.slice(0, end));
});
