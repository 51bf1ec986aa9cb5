import type { BoostingData, Stopping } from "./boosting-data";
import { EnsembleBuilder } from "./ensemble-builder";
import type { Loss } from "./loss";
import type { BoostingParameters } from "./parameters";
import { TreeSampler } from "./sampling";
import type { TreeEnsemble } from "./tree-ensemble";
import { TreeGrower } from "./tree-grower";
import { ValidationWatch } from "./validation-watch";

/** The result of boosting. */
export interface Boosted {
  /** Cut back to the best round if there was a validation set. */
  readonly trees: TreeEnsemble;
  /** Validation deviance after each round, including those after the best; empty without a validation set. */
  readonly history: Float64Array;
}

/**
 * Gradient boosting with second derivatives (Chen & Guestrin 2016, sections 2.1 and 2.2): each round grows a tree on
 * the derivatives of the loss at the margins so far. The input must be checked before; weights must not all be 0.
 */
export function boost(
  data: BoostingData,
  parameters: BoostingParameters,
  loss: Loss,
  stopping?: Stopping,
): Boosted {
  const { binned } = data;
  const { rows } = binned;
  const grower = new TreeGrower(binned, {
    ...parameters,
    monotone: Int8Array.from(parameters.monotone ?? new Int8Array(binned.columns)),
  });
  const baseScore = loss.marginOf(parameters.baseScore ?? weightedMean(data.y, data.weights));
  const builder = new EnsembleBuilder(Math.fround(baseScore));
  const margins = new Float64Array(rows).fill(builder.baseScore);
  const derivatives = new Float64Array(2 * rows);
  const sampler = new TreeSampler(rows, binned.columns, parameters);
  const watch = stopping && new ValidationWatch(stopping, loss, binned.columns, builder.baseScore);

  for (let round = 0; round < parameters.rounds && !watch?.done; round++) {
    loss.derivatives(margins, data.y, data.weights, derivatives);
    sampler.draw();
    const root = builder.nodes;
    grower.grow(builder, sampler.rows, sampler.rowCount, sampler.columns, derivatives, margins);
    watch?.add(builder, root);
  }
  return {
    trees: builder.build(watch ? watch.bestRound + 1 : builder.trees),
    history: Float64Array.from(watch?.history ?? []),
  };
}

function weightedMean(y: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    sum += weights[i]! * y[i]!;
    total += weights[i]!;
  }
  return sum / total;
}
