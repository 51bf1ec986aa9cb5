import { GradientBoostedTrees } from "../learning/boosting/gradient-boosted-trees";
import type { LossName } from "../learning/boosting/parameters";
import type { Matrix } from "../learning/matrix";

/** The shape of the trees besides what they learn. The names are those of `BoostingOptions`. */
export interface TreeShape {
  readonly rounds: number;
  readonly maxDepth: number;
  readonly learningRate: number;
  readonly subsample: number;
  readonly colsampleByTree: number;
  readonly minChildWeight: number;
  readonly lambda: number;
}

/** The training target of trees: the loss, which way each column may move the answer, and the seed. */
export interface TreeTask {
  readonly loss: LossName;
  /** One of -1, 0, 1 a column. */
  readonly signs: readonly number[];
  readonly seed: number;
}

/** A matrix and its training target. */
export interface Examples {
  readonly x: Matrix;
  readonly y: Float64Array;
}

/** Where boosting starts: at a prediction for all, and what is added to the margin of each row besides. */
export interface TreeStart {
  readonly base: number;
  readonly offset: Float64Array;
}

/** Least columns that a tree sees. */
const LEAST_COLUMNS = 6;

/** Shallow and sampled: what a few thousand customers can support. Half the step and twice the trees do no better. */
export const TREE_SHAPE: TreeShape = {
  rounds: 50,
  maxDepth: 3,
  learningRate: 0.2,
  subsample: 0.6,
  colsampleByTree: 0.3,
  minChildWeight: 20,
  lambda: 20,
};

/** Trees of a shape; `start` gives rows different starting points, which are not part of the model. */
export function growTrees(
  { loss, signs, seed }: TreeTask,
  { x, y }: Examples,
  shape: TreeShape,
  start?: TreeStart,
): GradientBoostedTrees {
  // With few columns, a tree sees enough of them to learn how they work together.
  const colsampleByTree = Math.max(shape.colsampleByTree, Math.min(1, LEAST_COLUMNS / x.columns));
  return new GradientBoostedTrees({
    loss,
    ...shape,
    colsampleByTree,
    monotone: signs,
    seed,
    ...(start && { baseScore: start.base }),
  }).fit(x, y, undefined, start?.offset);
}
