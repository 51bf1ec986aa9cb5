import { type BoostedTreesState, GradientBoostedTrees } from "../../learning/boosting/gradient-boosted-trees";
import type { Calibration, ChurnModel } from "./churn";
import type { ChurnLevel } from "./churn-level";

/** The data behind the reasons of one head, as plain JSON: `explainers.json` of a model folder. */
export interface ExplainerState {
  readonly level: ChurnLevel;
  readonly features: readonly string[];
  readonly calibration: Calibration;
  readonly tree_weight: number;
  readonly linear: {
    /** Unit of log(1 + x / unit) for each feature; 0 for one used as it is. */
    readonly log: readonly number[];
    readonly mean: readonly number[];
    readonly scale: readonly number[];
    readonly coefficients: readonly number[];
    /** Null if nothing was learned. */
    readonly intercept: number | null;
  };
  readonly trees: BoostedTreesState | null;
}

export function explainerState(model: ChurnModel): ExplainerState {
  const { features, linear, trees, treeWeight, calibration, level } = model;
  return {
    level,
    features,
    calibration,
    tree_weight: treeWeight,
    linear: {
      log: Array.from(linear.unit),
      mean: Array.from(linear.mean),
      scale: Array.from(linear.scale),
      coefficients: Array.from(linear.coefficients),
      intercept: Number.isNaN(linear.intercept) ? null : linear.intercept,
    },
    trees: trees?.toState() ?? null,
  };
}

export function churnModelFromExplainer(state: ExplainerState): ChurnModel {
  const { linear } = state;
  return {
    level: state.level,
    features: state.features,
    linear: {
      unit: Float64Array.from(linear.log),
      mean: Float64Array.from(linear.mean),
      scale: Float64Array.from(linear.scale),
      coefficients: Float64Array.from(linear.coefficients),
      intercept: linear.intercept ?? NaN,
    },
    trees: state.trees && GradientBoostedTrees.fromState(state.trees),
    treeWeight: state.tree_weight,
    calibration: state.calibration,
  };
}
