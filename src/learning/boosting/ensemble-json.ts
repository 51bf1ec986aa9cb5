import type { TreeEnsemble } from "./tree-ensemble";

/** A `TreeEnsemble` as plain JSON. All numbers are finite and survive writing and reading bit by bit. */
export interface TreeEnsembleJson {
  readonly baseScore: number;
  readonly treeStart: number[];
  readonly feature: number[];
  readonly threshold: number[];
  readonly left: number[];
  readonly missingLeft: number[];
  readonly value: number[];
  readonly cover: number[];
  readonly gain: number[];
}

/** The ensemble as plain JSON; `right` is left out because it is `left + 1`. */
export function ensembleToJson(ensemble: TreeEnsemble): TreeEnsembleJson {
  return {
    baseScore: ensemble.baseScore,
    treeStart: Array.from(ensemble.treeStart),
    feature: Array.from(ensemble.feature),
    threshold: Array.from(ensemble.threshold),
    left: Array.from(ensemble.left),
    missingLeft: Array.from(ensemble.missingLeft),
    value: Array.from(ensemble.value),
    cover: Array.from(ensemble.cover),
    gain: Array.from(ensemble.gain),
  };
}

/** The ensemble that `ensembleToJson` wrote. Throws a RangeError if the arrays do not fit together. */
export function ensembleFromJson(json: TreeEnsembleJson): TreeEnsemble {
  const nodes = json.treeStart.at(-1);
  for (const part of ["feature", "threshold", "left", "missingLeft", "value", "cover", "gain"] as const) {
    if (json[part].length === nodes) continue;
    throw new RangeError(`the trees have ${nodes} nodes, but ${part} has ${json[part].length} entries`);
  }
  const left = Int32Array.from(json.left);
  return {
    baseScore: json.baseScore,
    treeStart: Int32Array.from(json.treeStart),
    feature: Int32Array.from(json.feature),
    threshold: Float32Array.from(json.threshold),
    left,
    right: left.map((child) => (child < 0 ? -1 : child + 1)),
    missingLeft: Uint8Array.from(json.missingLeft),
    value: Float32Array.from(json.value),
    cover: Float64Array.from(json.cover),
    gain: Float64Array.from(json.gain),
  };
}
