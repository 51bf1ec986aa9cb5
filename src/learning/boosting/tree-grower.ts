import type { BinnedMatrix } from "./binned-matrix";
import type { EnsembleBuilder } from "./ensemble-builder";
import { buildHistogram, subtractHistogram } from "./histogram";
import { leafWeight, type Penalties } from "./leaf-weight";
import { partitionRows } from "./partition";
import { SplitSearch } from "./split-search";

/** What shapes a tree; see `BoostingOptions`. */
interface GrowthRules extends Penalties {
  readonly maxDepth: number;
  readonly learningRate: number;
  /** −1, 0 or 1 a column. */
  readonly monotone: Int8Array;
}

/**
 * A node waiting on the stack. `start` to `end`: its drawn rows; `restStart` to `restEnd`: those not drawn that reach
 * it too. `slot`: its histogram, once built.
 */
interface PendingNode {
  node: number;
  start: number;
  end: number;
  restStart: number;
  restEnd: number;
  depth: number;
  slot: number;
  hasHistogram: boolean;
  gradient: number;
  hessian: number;
  lower: number;
  upper: number;
}

/**
 * Grows one tree at a time on a binned matrix. Nodes are processed depth first: without a limit on leaves this gives
 * the same tree as level by level, and needs only `maxDepth` histograms. The larger child's histogram is its parent's
 * less the smaller child's. All memory is allocated once, in the constructor.
 */
export class TreeGrower {
  readonly #binned: BinnedMatrix;
  readonly #rules: GrowthRules;
  readonly #search: SplitSearch;
  readonly #histograms: Float64Array[];
  readonly #stack: PendingNode[];
  readonly #scratch: Int32Array;

  constructor(binned: BinnedMatrix, rules: GrowthRules) {
    this.#binned = binned;
    this.#rules = rules;
    this.#search = new SplitSearch(binned, rules, rules.monotone);
    this.#histograms = Array.from(
      { length: rules.maxDepth },
      () => new Float64Array(2 * binned.thresholds.length),
    );
    this.#stack = Array.from({ length: rules.maxDepth + 1 }, newPendingNode);
    this.#scratch = new Int32Array(binned.rows);
  }

  /**
   * Adds a tree to `builder`, grown on the first `count` of `rows` and the `derivatives` of their margins (2n:
   * gradient, hessian), over the given columns (ascending) or all; then adds the leaf value of each of `rows`, those
   * after `count` too, to its margin. Reorders both parts of `rows`, each within itself.
   */
  grow(
    builder: EnsembleBuilder,
    rows: Int32Array,
    count: number,
    columns: Int32Array | undefined,
    derivatives: Float64Array,
    margins: Float64Array,
  ): void {
    const stack = this.#stack;
    startAtRoot(stack[0]!, builder.addNodes(1), rows, count, derivatives);
    for (let waiting = 1; waiting > 0; ) {
      const task = stack[waiting - 1]!;
      builder.cover[task.node] = task.hessian;
      if (this.#split(task, stack[waiting]!, builder, rows, columns, derivatives)) waiting++;
      else {
        this.#endInLeaf(task, builder, rows, margins);
        waiting--;
      }
    }
    builder.endTree();
  }

  /**
   * Splits `task` if it is worth it: the right child takes its place on the stack, and the left one the place above.
   */
  #split(
    task: PendingNode,
    above: PendingNode,
    builder: EnsembleBuilder,
    rows: Int32Array,
    columns: Int32Array | undefined,
    derivatives: Float64Array,
  ): boolean {
    if (!this.#maySplit(task)) return false;
    const histogram = this.#histograms[task.slot]!;
    if (!task.hasHistogram) {
      buildHistogram(this.#binned, columns, rows, task.start, task.end, derivatives, histogram);
    }
    const search = this.#search;
    if (!search.findBest(histogram, task, columns)) return false;

    const { column, lastLeftId, missingLeft, gain } = search;
    const { slot } = task;
    const left = builder.addNodes(2);
    builder.setSplit(task.node, column, this.#binned.thresholds[lastLeftId]!, missingLeft, left, gain);
    const middle = this.#partition(rows, task.start, task.end);
    const restMiddle = this.#partition(rows, task.restStart, task.restEnd);
    this.#makeChildren(task, above, left, middle, restMiddle);
    const [larger, smaller] = above.slot === slot ? [above, task] : [task, above];
    if (this.#maySplit(larger)) {
      const sibling = this.#histograms[smaller.slot]!;
      buildHistogram(this.#binned, columns, rows, smaller.start, smaller.end, derivatives, sibling);
      subtractHistogram(this.#binned, columns, histogram, sibling);
      larger.hasHistogram = true;
      smaller.hasHistogram = true;
    }
    return true;
  }

  /** Parts the rows from `start` to `end` by the split just found; returns where its right side begins. */
  #partition(rows: Int32Array, start: number, end: number): number {
    const { column, lastLeftId, missingLeft } = this.#search;
    return partitionRows(this.#binned, column, lastLeftId, missingLeft, rows, start, end, this.#scratch);
  }

  /** Whether a node is high and heavy enough to have two children. Only such a node needs a histogram. */
  #maySplit(task: PendingNode): boolean {
    return (
      task.depth < this.#rules.maxDepth && task.hessian >= 2 * this.#rules.minChildWeight && task.hessian > 0
    );
  }

  /**
   * Turns `task` into the right child of the split just found, and `above` into the left one. The larger one keeps the
   * slot of the parent's histogram; the smaller one takes the slot of its depth, which is free: no waiting node is
   * deeper.
   */
  #makeChildren(
    task: PendingNode,
    above: PendingNode,
    left: number,
    middle: number,
    restMiddle: number,
  ): void {
    const { leftGradient, leftHessian, column } = this.#search;
    const rightGradient = task.gradient - leftGradient;
    const rightHessian = task.hessian - leftHessian;
    const sign = this.#rules.monotone[column]!;
    const border =
      sign === 0
        ? 0
        : (leafWeight(leftGradient, leftHessian, this.#rules, task) +
            leafWeight(rightGradient, rightHessian, this.#rules, task)) /
          2;
    const leftIsLarger = 2 * middle >= task.start + task.end;
    const { start, end, slot, lower, upper } = task;

    task.depth++;
    above.depth = task.depth;
    task.slot = leftIsLarger ? task.depth : slot;
    above.slot = leftIsLarger ? slot : task.depth;
    task.hasHistogram = false;
    above.hasHistogram = false;
    placeRows(above, left, start, middle, leftGradient, leftHessian);
    placeRows(task, left + 1, middle, end, rightGradient, rightHessian);
    above.restStart = task.restStart;
    above.restEnd = restMiddle;
    task.restStart = restMiddle;
    above.lower = sign < 0 ? border : lower;
    above.upper = sign > 0 ? border : upper;
    task.lower = sign > 0 ? border : lower;
    task.upper = sign < 0 ? border : upper;
  }

  #endInLeaf(task: PendingNode, builder: EnsembleBuilder, rows: Int32Array, margins: Float64Array): void {
    const weight = leafWeight(task.gradient, task.hessian, this.#rules, task);
    const value = Math.fround(this.#rules.learningRate * weight);
    builder.value[task.node] = value;
    for (let i = task.start; i < task.end; i++) margins[rows[i]!]! += value;
    for (let i = task.restStart; i < task.restEnd; i++) margins[rows[i]!]! += value;
  }
}

function newPendingNode(): PendingNode {
  return {
    node: 0,
    start: 0,
    end: 0,
    restStart: 0,
    restEnd: 0,
    depth: 0,
    slot: 0,
    hasHistogram: false,
    gradient: 0,
    hessian: 0,
    lower: -Infinity,
    upper: Infinity,
  };
}

function placeRows(
  task: PendingNode,
  node: number,
  start: number,
  end: number,
  gradient: number,
  hessian: number,
): void {
  task.node = node;
  task.start = start;
  task.end = end;
  task.gradient = gradient;
  task.hessian = hessian;
}

function startAtRoot(
  task: PendingNode,
  node: number,
  rows: Int32Array,
  count: number,
  derivatives: Float64Array,
): void {
  let gradient = 0;
  let hessian = 0;
  for (let i = 0; i < count; i++) {
    gradient += derivatives[2 * rows[i]!]!;
    hessian += derivatives[2 * rows[i]! + 1]!;
  }
  placeRows(task, node, 0, count, gradient, hessian);
  task.restStart = count;
  task.restEnd = rows.length;
  task.depth = 0;
  task.slot = 0;
  task.hasHistogram = false;
  task.lower = -Infinity;
  task.upper = Infinity;
}
