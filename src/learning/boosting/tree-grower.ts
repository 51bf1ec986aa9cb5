import type { BinnedMatrix } from "./binned-matrix";
import type { EnsembleBuilder } from "./ensemble-builder";
import { leafWeight, type Penalties } from "./leaf-weight";
import { SplitSearch } from "./split-search";
import type { TreeRows } from "./tree-rows";

/** What shapes a tree; see `BoostingOptions`. */
interface GrowthRules extends Penalties {
  readonly maxDepth: number;
  readonly learningRate: number;
  /** −1, 0 or 1 a column. */
  readonly monotone: Int8Array;
}

/**
 * A node waiting on the stack; its rows are those of the node of the same place in `TreeRows`. `slot`: its histogram,
 * once built.
 */
interface PendingNode {
  readonly place: number;
  node: number;
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
  readonly #rows: TreeRows;
  readonly #rules: GrowthRules;
  readonly #search: SplitSearch;
  readonly #stack: PendingNode[];

  constructor(binned: BinnedMatrix, rows: TreeRows, rules: GrowthRules) {
    this.#binned = binned;
    this.#rows = rows;
    this.#rules = rules;
    this.#search = new SplitSearch(binned, rules, rules.monotone);
    this.#stack = Array.from({ length: rules.maxDepth + 1 }, (_, place) => newPendingNode(place));
  }

  /**
   * Adds a tree to `builder`, grown on the drawn rows and their derivatives, over the given columns (ascending) or all;
   * then adds the leaf values to the margins of all rows.
   */
  grow(builder: EnsembleBuilder, columns: Int32Array | undefined): void {
    const stack = this.#stack;
    this.#rows.begin(columns);
    startAtRoot(stack[0]!, builder.addNodes(1), this.#rows);
    for (let waiting = 1; waiting > 0; ) {
      const task = stack[waiting - 1]!;
      builder.cover[task.node] = task.hessian;
      if (this.#split(task, stack[waiting]!, builder, columns)) waiting++;
      else {
        this.#endInLeaf(task, builder);
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
    columns: Int32Array | undefined,
  ): boolean {
    if (!this.#maySplit(task)) return false;
    const rows = this.#rows;
    if (!task.hasHistogram) rows.buildHistogram(task.place, task.slot);
    const search = this.#search;
    if (!search.findBest(rows.histograms[task.slot]!, task, columns)) return false;

    const { column, lastLeft, missingLeft, gain } = search;
    const { slot } = task;
    const left = builder.addNodes(2);
    const threshold = this.#binned.thresholds[this.#binned.offsets[column]! + lastLeft]!;
    builder.setSplit(task.node, column, threshold, missingLeft, left, gain);
    rows.split(task.place, above.place, column, lastLeft, missingLeft);
    this.#makeChildren(task, above, left);
    const [larger, smaller] = above.slot === slot ? [above, task] : [task, above];
    if (this.#maySplit(larger)) {
      rows.buildHistogram(smaller.place, smaller.slot);
      rows.subtract(slot, smaller.slot);
      larger.hasHistogram = true;
      smaller.hasHistogram = true;
    }
    return true;
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
  #makeChildren(task: PendingNode, above: PendingNode, left: number): void {
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
    const leftIsLarger = this.#rows.drawnRows(above.place) >= this.#rows.drawnRows(task.place);
    const { slot, lower, upper } = task;

    task.depth++;
    above.depth = task.depth;
    task.slot = leftIsLarger ? task.depth : slot;
    above.slot = leftIsLarger ? slot : task.depth;
    task.hasHistogram = false;
    above.hasHistogram = false;
    above.node = left;
    above.gradient = leftGradient;
    above.hessian = leftHessian;
    task.node = left + 1;
    task.gradient = rightGradient;
    task.hessian = rightHessian;
    above.lower = sign < 0 ? border : lower;
    above.upper = sign > 0 ? border : upper;
    task.lower = sign > 0 ? border : lower;
    task.upper = sign < 0 ? border : upper;
  }

  #endInLeaf(task: PendingNode, builder: EnsembleBuilder): void {
    const weight = leafWeight(task.gradient, task.hessian, this.#rules, task);
    const value = Math.fround(this.#rules.learningRate * weight);
    builder.value[task.node] = value;
    this.#rows.addToMargins(task.place, value);
  }
}

function newPendingNode(place: number): PendingNode {
  return {
    place,
    node: 0,
    depth: 0,
    slot: 0,
    hasHistogram: false,
    gradient: 0,
    hessian: 0,
    lower: -Infinity,
    upper: Infinity,
  };
}

function startAtRoot(task: PendingNode, node: number, { gradient, hessian }: TreeRows): void {
  task.node = node;
  task.gradient = gradient;
  task.hessian = hessian;
  task.depth = 0;
  task.slot = 0;
  task.hasHistogram = false;
  task.lower = -Infinity;
  task.upper = Infinity;
}
