import type { BoostingData } from "./boosting-data";
import { EnsembleBuilder } from "./ensemble-builder";
import type { Loss } from "./loss";
import type { BoostingParameters } from "./parameters";
import { TreeSampler } from "./sampling";
import type { TreeEnsemble } from "./tree-ensemble";
import { TreeGrower } from "./tree-grower";
import { TreeRows } from "./tree-rows";

/**
 * Gradient boosting with second derivatives (Chen & Guestrin 2016, sections 2.1 and 2.2): each round grows a tree on
 * the derivatives of the loss at the margins so far. The input must be checked before; weights must not all be 0.
 * `threads`: see `TreeRows`.
 */
export function boost(
  data: BoostingData,
  parameters: BoostingParameters,
  loss: Loss,
  threads: number,
): TreeEnsemble {
  const { binned } = data;
  const rows = new TreeRows(binned, parameters.maxDepth, threads);
  try {
    const grower = new TreeGrower(binned, rows, {
      ...parameters,
      monotone: Int8Array.from(parameters.monotone ?? new Int8Array(binned.columns)),
    });
    const baseScore = loss.marginOf(parameters.baseScore ?? weightedMean(data.y, data.weights));
    const builder = new EnsembleBuilder(Math.fround(baseScore));
    setMargins(rows.margins, data, builder.baseScore);
    const sampler = new TreeSampler(rows, binned.columns, parameters);
    for (let round = 0; round < parameters.rounds; round++) {
      loss.derivatives(rows.margins, data.y, data.weights, rows.derivatives);
      sampler.draw();
      grower.grow(builder, sampler.columns);
    }
    return builder.build();
  } finally {
    rows.end();
  }
}

/** What each row's margin is before the first tree. */
function setMargins(margins: Float64Array, { offset }: BoostingData, baseScore: number): void {
  margins.fill(baseScore);
  if (offset) for (let i = 0; i < margins.length; i++) margins[i] = offset[i]! + baseScore;
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
