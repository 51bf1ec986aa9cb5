import type { BoostingData } from "./boosting-data";
import { EnsembleBuilder } from "./ensemble-builder";
import type { Loss } from "./loss";
import type { BoostingParameters } from "./parameters";
import { TreeSampler } from "./sampling";
import type { TreeEnsemble } from "./tree-ensemble";
import { TreeGrower } from "./tree-grower";

/**
 * Gradient boosting with second derivatives (Chen & Guestrin 2016, sections 2.1 and 2.2): each round grows a tree on
 * the derivatives of the loss at the margins so far. The input must be checked before; weights must not all be 0.
 */
export function boost(data: BoostingData, parameters: BoostingParameters, loss: Loss): TreeEnsemble {
  const { binned } = data;
  const { rows } = binned;
  const grower = new TreeGrower(binned, {
    ...parameters,
    monotone: Int8Array.from(parameters.monotone ?? new Int8Array(binned.columns)),
  });
  const baseScore = loss.marginOf(parameters.baseScore ?? weightedMean(data.y, data.weights));
  const builder = new EnsembleBuilder(Math.fround(baseScore));
  const margins = startingMargins(data, builder.baseScore);
  const derivatives = new Float64Array(2 * rows);
  const sampler = new TreeSampler(rows, binned.columns, parameters);

  for (let round = 0; round < parameters.rounds; round++) {
    loss.derivatives(margins, data.y, data.weights, derivatives);
    sampler.draw();
    grower.grow(builder, sampler.rows, sampler.rowCount, sampler.columns, derivatives, margins);
  }
  return builder.build();
}

/** What each row's margin is before the first tree. */
function startingMargins({ y, offset }: BoostingData, baseScore: number): Float64Array {
  return offset ? offset.map((value) => value + baseScore) : new Float64Array(y.length).fill(baseScore);
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
