import type { GradientBoostedTrees } from "../../learning/boosting/gradient-boosted-trees";
import { probabilityOf } from "../../learning/log-odds";
import type { Matrix } from "../../learning/matrix";
import { type LinearPredictor, linearValues } from "../linear-predictor";
import type { ChurnLevel } from "./churn-level";
import { type ChurnMembers, mixed, votersOf } from "./members";

/**
 * The churn model of one head. Log-odds = slope · ((1 − treeWeight) · linear + treeWeight · trees) + intercept, so that
 * the contributions of both parts add up to it. The linear part holds the votes of the logistic regression and of the
 * purchase model, the intercept the level forecast for the coming window.
 */
export interface ChurnModel {
  readonly level: ChurnLevel;
  readonly features: readonly string[];
  readonly linear: LinearPredictor;
  readonly trees: GradientBoostedTrees | null;
  /** 0 to 1. */
  readonly treeWeight: number;
  readonly calibration: Calibration;
}

/** Calibrated log-odds = slope · log-odds + intercept. */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
}

/** The model in which the members vote with `weights` (in the order of `votersOf`) at the level `intercept`. */
export function churnModel(members: ChurnMembers, weights: readonly number[], intercept: number): ChurnModel {
  const { level, features, logistic, trees, btyd } = members;
  const voters = votersOf(members);
  const weightOf = (voter: (typeof voters)[number]) => weights[voters.indexOf(voter)] ?? 0;
  const treeWeight = weightOf("boosted_trees");
  const linear = 1 - treeWeight;
  return {
    level,
    features,
    linear: btyd && linear > 0 ? mixed(logistic, btyd, weightOf("buy_till_you_die") / linear) : logistic,
    trees,
    treeWeight,
    calibration: { slope: 1, intercept },
  };
}

/** A model of a head that could not be learned: every probability is missing. */
export function unlearnedChurn(features: readonly string[]): ChurnModel {
  const d = features.length;
  return {
    level: "none",
    features,
    linear: {
      unit: new Float64Array(d),
      mean: new Float64Array(d),
      scale: new Float64Array(d).fill(1),
      coefficients: new Float64Array(d),
      intercept: NaN,
    },
    trees: null,
    treeWeight: 0,
    calibration: { slope: 1, intercept: 0 },
  };
}

/** Calibrated log-odds of leaving, one a row. */
export function churnLogOdds(model: ChurnModel, x: Matrix): Float64Array {
  const { slope, intercept } = model.calibration;
  const linear = linearValues(model.linear, x);
  const trees = model.trees ? model.trees.margin(x) : linear;
  return linear.map(
    (value, i) => slope * ((1 - model.treeWeight) * value + model.treeWeight * trees[i]!) + intercept,
  );
}

/** Log-odds → probabilities. */
export function probabilities(logOdds: Float64Array): Float64Array {
  return logOdds.map(probabilityOf);
}
