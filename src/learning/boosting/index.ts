/** Gradient-boosted trees. */
export { type BoostedTreesState, type EarlyStopping, GradientBoostedTrees } from "./gradient-boosted-trees";
export type { Importance } from "./importance";
export type { BoostingOptions, BoostingParameters, LossName } from "./parameters";
export type { TreeEnsemble } from "./tree-ensemble";
export type { Explanation } from "./tree-shap";
