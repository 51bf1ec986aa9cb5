import { GradientBoostedTrees } from "../learning/boosting/gradient-boosted-trees";
import type { LossName } from "../learning/boosting/parameters";
import type { LabelledRows } from "./splits";

/** Trees to grow at most while the number of rounds is chosen, and how long to wait for a better one. */
const MOST_ROUNDS = 300;
const PATIENCE = 30;

/** Shallow, slow and sampled: what a few thousand customers can carry. */
function trees(loss: LossName, rounds: number, seed: number): GradientBoostedTrees {
  return new GradientBoostedTrees({
    loss,
    rounds,
    maxDepth: 3,
    learningRate: 0.05,
    subsample: 0.8,
    colsampleByTree: 0.6,
    minChildWeight: 5,
    lambda: 5,
    seed,
  });
}

/** What the trees of a loss learn from. */
export type Target = "churned" | "spend";

/** Trees of a known number of rounds. */
export function fitTrees(
  loss: LossName,
  rows: LabelledRows,
  target: Target,
  rounds: number,
  seed: number,
): GradientBoostedTrees {
  return trees(loss, rounds, seed).fit(rows.x, rows[target]);
}

/** Trees that stop where the deviance on `test` is least; `rounds` is 0 where no tree helps. */
export function fitTreesStopping(
  loss: LossName,
  train: LabelledRows,
  test: LabelledRows,
  target: Target,
  seed: number,
): GradientBoostedTrees {
  return trees(loss, MOST_ROUNDS, seed).fit(train.x, train[target], undefined, {
    validation: { x: test.x, y: test[target] },
    patience: PATIENCE,
  });
}
