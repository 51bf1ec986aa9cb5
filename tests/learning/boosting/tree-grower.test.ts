import { expect, test } from "bun:test";
import { binMatrix } from "../../../src/learning/boosting/binned-matrix";
import { EnsembleBuilder } from "../../../src/learning/boosting/ensemble-builder";
import { toFloat32 } from "../../../src/learning/boosting/float-matrix";
import { squaredLoss } from "../../../src/learning/boosting/loss-squared";
import { ensembleMargins } from "../../../src/learning/boosting/tree-ensemble";
import { TreeGrower } from "../../../src/learning/boosting/tree-grower";
import { noisyRows } from "./rows";

const n = 500;
const d = 5;
const { x: wide, y } = noisyRows(n, d, 31);
const x = toFloat32(wide);
const ones = new Float64Array(n).fill(1);
const rules = { lambda: 1, alpha: 0, gamma: 0, minChildWeight: 1, maxDepth: 4, learningRate: 0.1 };

test("the margins kept while trees grow are, to the bit, those that the finished trees give", () => {
  const grower = new TreeGrower(binMatrix(wide, undefined, 255), { ...rules, monotone: new Int8Array(d) });
  const builder = new EnsembleBuilder(0.5);
  const margins = new Float64Array(n).fill(0.5);
  const derivatives = new Float64Array(2 * n);
  const rows = new Int32Array(n);
  for (let round = 0; round < 12; round++) {
    squaredLoss.derivatives(margins, y, ones, derivatives);
    for (let i = 0; i < n; i++) rows[i] = (i + 97 * round) % n;
    grower.grow(builder, rows, 400, undefined, derivatives, margins);
  }
  const trees = builder.build();
  expect(trees.treeStart).toHaveLength(13);
  expect(ensembleMargins(trees, x, d)).toEqual(margins);
});

test("a tree reorders the drawn rows and the others, each within themselves", () => {
  const grower = new TreeGrower(binMatrix(wide, undefined, 255), { ...rules, monotone: new Int8Array(d) });
  const derivatives = new Float64Array(2 * n);
  squaredLoss.derivatives(new Float64Array(n), y, ones, derivatives);
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  grower.grow(new EnsembleBuilder(0), rows, 300, undefined, derivatives, new Float64Array(n));
  expect(rows.slice(0, 300).sort()).toEqual(Int32Array.from({ length: 300 }, (_, i) => i));
  expect(rows.slice(300).sort()).toEqual(Int32Array.from({ length: 200 }, (_, i) => 300 + i));
});

test("an ensemble built early is the beginning of the one that grows on", () => {
  const grower = new TreeGrower(binMatrix(wide, undefined, 255), { ...rules, monotone: new Int8Array(d) });
  const builder = new EnsembleBuilder(0);
  const margins = new Float64Array(n);
  const derivatives = new Float64Array(2 * n);
  const grow = (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      squaredLoss.derivatives(margins, y, ones, derivatives);
      const rows = Int32Array.from({ length: n }, (_, i) => i);
      grower.grow(builder, rows, n, undefined, derivatives, margins);
    }
    return builder.build();
  };
  const some = grow(20);
  const all = grow(40);
  const end = some.treeStart.at(-1)!;
  expect(all.feature.length).toBeGreaterThan(1024); // the node arrays have grown on the way
  expect(some.treeStart).toEqual(all.treeStart.slice(0, 21));
  expect(some.feature).toEqual(all.feature.slice(0, end));
  expect(some.value).toEqual(all.value.slice(0, end));
});
