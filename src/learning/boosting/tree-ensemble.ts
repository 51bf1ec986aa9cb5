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

/** Rows that walk down all trees before the next ones begin: their numbers stay in the nearest cache. */
const BAND = 128;

/** The margin of each row of `x` (n × d, row-major float32). */
export function ensembleMargins(ensemble: TreeEnsemble, x: Float32Array, columns: number): Float64Array {
  const rows = x.length / columns;
  const out = new Float64Array(rows).fill(ensemble.baseScore);
  const steps = stepsOf(ensemble);
  for (let from = 0; from < rows; from += BAND) {
    const to = Math.min(rows, from + BAND);
    for (let tree = 0; tree < steps.depth.length; tree++) {
      addTree(steps, ensemble.treeStart[tree]!, steps.depth[tree]!, x, columns, from, to, out);
    }
  }
  return out;
}

/**
 * The nodes of an ensemble for walks of equal length: a leaf leads to itself, so that all rows take as many steps as
 * the tree is deep. A processor can predict neither which way a row goes nor how far.
 */
interface Steps {
  /** 2 · column + 1 where missing values go left. */
  readonly question: Int32Array;
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly value: Float32Array;
  /** Of each tree. */
  readonly depth: Int32Array;
}

const known = new WeakMap<TreeEnsemble, Steps>();

function stepsOf(ensemble: TreeEnsemble): Steps {
  let steps = known.get(ensemble);
  if (!steps) known.set(ensemble, (steps = makeSteps(ensemble)));
  return steps;
}

function makeSteps({ treeStart, feature, threshold, left, missingLeft, value }: TreeEnsemble): Steps {
  const depth = new Int32Array(treeStart.length - 1);
  const depthOf = new Int32Array(feature.length);
  for (let tree = 0; tree < depth.length; tree++) {
    for (let node = treeStart[tree]!; node < treeStart[tree + 1]!; node++) {
      if (feature[node]! < 0) depth[tree] = Math.max(depth[tree]!, depthOf[node]!);
      else depthOf[left[node]!] = depthOf[left[node]! + 1] = depthOf[node]! + 1;
    }
  }
  return {
    question: feature.map((column, node) => (column < 0 ? 1 : 2 * column + missingLeft[node]!)),
    threshold: threshold.map((at, node) => (feature[node]! < 0 ? Infinity : at)),
    left: left.map((child, node) => (child < 0 ? node : child)),
    value,
    depth,
  };
}

/** Adds the leaf value of a tree to the margin of each of the rows `from` to `to` − 1, four at a time. */
function addTree(
  { question, threshold, left, value }: Steps,
  root: number,
  depth: number,
  x: Float32Array,
  columns: number,
  from: number,
  to: number,
  margins: Float64Array,
): void {
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const first = i * columns;
    const second = first + columns;
    const third = second + columns;
    const fourth = third + columns;
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    for (let step = 0; step < depth; step++) {
      const askedA = question[a]!;
      const askedB = question[b]!;
      const askedC = question[c]!;
      const askedD = question[d]!;
      const atA = x[first + (askedA >> 1)]!;
      const atB = x[second + (askedB >> 1)]!;
      const atC = x[third + (askedC >> 1)]!;
      const atD = x[fourth + (askedD >> 1)]!;
      a = left[a]! + 1 - (+(atA < threshold[a]!) | (+Number.isNaN(atA) & askedA));
      b = left[b]! + 1 - (+(atB < threshold[b]!) | (+Number.isNaN(atB) & askedB));
      c = left[c]! + 1 - (+(atC < threshold[c]!) | (+Number.isNaN(atC) & askedC));
      d = left[d]! + 1 - (+(atD < threshold[d]!) | (+Number.isNaN(atD) & askedD));
    }
    margins[i]! += value[a]!;
    margins[i + 1]! += value[b]!;
    margins[i + 2]! += value[c]!;
    margins[i + 3]! += value[d]!;
  }
  for (; i < to; i++) {
    let node = root;
    for (let step = 0; step < depth; step++) {
      const asked = question[node]!;
      const at = x[i * columns + (asked >> 1)]!;
      node = left[node]! + 1 - (+(at < threshold[node]!) | (+Number.isNaN(at) & asked));
    }
    margins[i]! += value[node]!;
  }
}
