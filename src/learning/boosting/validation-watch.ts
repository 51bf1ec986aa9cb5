import type { Stopping } from "./boosting-data";
import type { EnsembleBuilder } from "./ensemble-builder";
import type { Loss } from "./loss";
import { addTree } from "./tree-ensemble";

/** Follows the deviance of a validation set from tree to tree. */
export class ValidationWatch {
  /** The deviance after each tree so far. */
  readonly history: number[] = [];
  /** The first tree after which it was lowest, counted from 0. */
  bestRound = 0;
  readonly #margins: Float64Array;

  constructor(
    readonly stopping: Stopping,
    readonly loss: Loss,
    readonly columns: number,
    baseScore: number,
  ) {
    this.#margins = new Float64Array(stopping.y.length).fill(baseScore);
  }

  /** Whether patience has run out. */
  get done(): boolean {
    return this.history.length - 1 - this.bestRound >= this.stopping.patience;
  }

  /** Records the tree with that root, just grown. */
  add(builder: EnsembleBuilder, root: number): void {
    const { x, y, weights } = this.stopping;
    addTree(builder, root, x, this.columns, this.#margins);
    const deviance = this.loss.deviance(this.#margins, y, weights);
    this.history.push(deviance);
    if (deviance < this.history[this.bestRound]!) this.bestRound = this.history.length - 1;
  }
}
