import { GradientBoostedTrees } from "../learning/boosting/gradient-boosted-trees";
import type { LossName } from "../learning/boosting/parameters";
import type { Matrix } from "../learning/matrix";
import type { Random } from "../learning/random";

/** What is chosen about the trees besides their number. The names are those of `BoostingOptions`. */
export interface TreeShape {
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

/** A shape and a number of rounds that did best on held-out customers. */
export interface ChosenTrees {
  readonly shape: TreeShape;
  readonly rounds: number;
}

/** A matrix and its training target. */
export interface Examples {
  readonly x: Matrix;
  readonly y: Float64Array;
}

/** Rows to grow on, rows that decide when to stop, and rows to predict. */
export interface TreeFold {
  readonly train: Examples;
  readonly stop: Examples;
  readonly answer: Matrix;
}

/** Most trees to grow while choosing the number of rounds. */
const MOST_ROUNDS = 400;
/** How long to wait for a better round, in full-size steps: 30 rounds at a learning rate of 0.05. */
const PATIENCE = 1.5;
/** Least columns that a tree sees. */
const LEAST_COLUMNS = 6;

/** Shallow, slow and sampled: what a few thousand customers can support. */
export const USUAL_SHAPE: TreeShape = {
  maxDepth: 3,
  learningRate: 0.05,
  subsample: 0.6,
  colsampleByTree: 0.3,
  minChildWeight: 20,
  lambda: 20,
};

/** The same in half as many steps, for a quick training. */
export const QUICK_SHAPE: TreeShape = { ...USUAL_SHAPE, learningRate: 0.1 };

/** What the search draws from. */
const CHOICES: { readonly [Name in keyof TreeShape]: readonly number[] } = {
  maxDepth: [2, 3, 4, 5],
  learningRate: [0.03, 0.05, 0.08],
  subsample: [0.5, 0.65, 0.8],
  colsampleByTree: [0.2, 0.35, 0.6],
  minChildWeight: [5, 20, 50],
  lambda: [5, 20, 50],
};

/** Trees of a chosen shape and number. */
export function growTrees(
  { loss, signs, seed }: TreeTask,
  { x, y }: Examples,
  { shape, rounds }: ChosenTrees,
): GradientBoostedTrees {
  return new GradientBoostedTrees({
    loss,
    ...forColumns(shape, x.columns),
    rounds,
    monotone: signs,
    seed,
  }).fit(x, y);
}

/**
 * Tries `candidates` shapes, `first` and then seeded draws, each on every fold with early stopping, and picks the one
 * with the least mean deviance where it stopped. The budget is `candidates` × folds fits. Also returns the margins of
 * each fold's `answer` by the chosen shape.
 */
export function searchTrees(
  task: TreeTask,
  folds: readonly TreeFold[],
  candidates: number,
  first: TreeShape,
  random: Random,
): { readonly chosen: ChosenTrees; readonly margins: readonly Float64Array[] } {
  const tried = Array.from({ length: Math.max(1, candidates) }, (_, i) =>
    tryShape(i === 0 ? first : drawShape(random), task, folds),
  );
  const best = tried.reduce((least, next) => (next.deviance < least.deviance ? next : least));
  const rounds = best.fits.reduce((sum, fit) => sum + fit.rounds, 0) / folds.length;
  return {
    chosen: { shape: best.shape, rounds: Math.max(1, Math.round(rounds)) },
    margins: best.fits.map((fit, i) => fit.margin(folds[i]!.answer)),
  };
}

function tryShape(shape: TreeShape, { loss, signs, seed }: TreeTask, folds: readonly TreeFold[]) {
  let deviance = 0;
  const fits = folds.map(({ train, stop }) => {
    const options = forColumns(shape, train.x.columns);
    const trees = new GradientBoostedTrees({ loss, ...options, rounds: MOST_ROUNDS, monotone: signs, seed });
    trees.fit(train.x, train.y, undefined, {
      validation: stop,
      patience: Math.round(PATIENCE / shape.learningRate),
    });
    deviance += trees.history.reduce((least, value) => Math.min(least, value), Infinity) / folds.length;
    return trees;
  });
  return { shape, deviance, fits };
}

/** With few columns, a tree sees enough of them to learn how they work together. */
function forColumns(shape: TreeShape, columns: number): TreeShape {
  return { ...shape, colsampleByTree: Math.max(shape.colsampleByTree, Math.min(1, LEAST_COLUMNS / columns)) };
}

function drawShape(random: Random): TreeShape {
  const draw = (name: keyof TreeShape) => CHOICES[name][Math.floor(random.uniform() * CHOICES[name].length)]!;
  return {
    maxDepth: draw("maxDepth"),
    learningRate: draw("learningRate"),
    subsample: draw("subsample"),
    colsampleByTree: draw("colsampleByTree"),
    minChildWeight: draw("minChildWeight"),
    lambda: draw("lambda"),
  };
}
