import type { GradientBoostedTrees } from "../../learning/boosting/gradient-boosted-trees";
import { PlattCalibration } from "../../learning/calibration/platt";
import { LogisticRegression } from "../../learning/logistic";
import { type Matrix, takeColumns } from "../../learning/matrix";
import type { LabelledRows } from "../judging/labelled-rows";
import { applyDesign, fitDesign, type LinearPredictor, linearValues } from "../linear-predictor";
import { type ChosenTrees, growTrees, type TreeTask } from "../trees";
import { knownSigns } from "./known-signs";

/** With fewer customers of either kind, only recency and frequency are used. */
export const LEAST_OF_A_KIND = 100;
/** With fewer still, everyone gets the share of those who left. */
const LEAST_FOR_A_SLOPE = 10;

const LEAST_ORDERS_OF_A_RHYTHM = 3;

/** The features of the level `recency_frequency`. */
const SIMPLEST: ReadonlySet<string> = new Set(["recency_days", "frequency"]);

/** How much the data allowed: both contenders, recency and frequency alone, just the share, or nothing. */
export type ChurnLevel = "full" | "recency_frequency" | "constant" | "none";

/**
 * The churn model of one head. Log-odds = slope · ((1 − treeWeight) · linear + treeWeight · trees) + intercept, so that
 * the contributions of both parts add up to it.
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

/** Platt's: calibrated log-odds = slope · log-odds + intercept. */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
}

/** What is chosen on held-out customers and then fixed. */
export interface ChurnChoice {
  readonly level: ChurnLevel;
  /** L2 penalty of the logistic regression on standardised columns. */
  readonly l2: number;
  /** Null if the data does not allow trees. */
  readonly trees: ChosenTrees | null;
  readonly treeWeight: number;
  readonly calibration: Calibration;
}

/**
 * How much these rows allow: judged by the labels, and all features only if someone has three orders, since there is no
 * rhythm otherwise. A small file alone is no reason for less: on a few hundred customers all features still do better.
 */
export function allowedLevel(
  { x, churned }: Pick<LabelledRows, "x" | "churned">,
  features: readonly string[],
): ChurnLevel {
  const level = churnLevel(churned);
  const column = features.indexOf("frequency");
  for (let i = column; i < x.data.length; i += x.columns)
    if (x.data[i]! >= LEAST_ORDERS_OF_A_RHYTHM) return level;
  return level === "full" ? "recency_frequency" : level;
}

/** How much the labels of these rows allow. */
export function churnLevel(churned: Float64Array): ChurnLevel {
  if (churned.length === 0) return "none";
  let leavers = 0;
  for (const label of churned) leavers += label;
  const rarer = Math.min(leavers, churned.length - leavers);
  return rarer >= LEAST_OF_A_KIND ? "full" : rarer >= LEAST_FOR_A_SLOPE ? "recency_frequency" : "constant";
}

/** Fits the chosen model on `rows`. */
export function fitChurn(
  rows: LabelledRows,
  features: readonly string[],
  choice: ChurnChoice,
  seed: number,
): ChurnModel {
  const { level, treeWeight, calibration, l2, trees } = choice;
  return {
    level,
    features,
    linear: fitLinear(rows, features, level, l2),
    trees: trees && growTrees(churnTrees(features, seed), { x: rows.x, y: rows.churned }, trees),
    treeWeight,
    calibration,
  };
}

/** A model of a head that could not be learned: every probability is missing. */
export function unlearnedChurn(features: readonly string[]): ChurnModel {
  return {
    level: "none",
    features,
    linear: constantPredictor(features, NaN),
    trees: null,
    treeWeight: 0,
    calibration: { slope: 1, intercept: 0 },
  };
}

/** The contenders' log-odds before blend and calibration, for the evaluation. */
export function contenderLogOdds(
  model: ChurnModel,
  x: Matrix,
): { linear: Float64Array; trees: Float64Array } {
  const linear = linearValues(model.linear, x);
  return { linear, trees: model.trees ? model.trees.margin(x) : linear };
}

/** Calibrated log-odds of leaving, one a row. */
export function churnLogOdds(model: ChurnModel, x: Matrix): Float64Array {
  const { linear, trees } = contenderLogOdds(model, x);
  const { slope, intercept } = model.calibration;
  return blend(linear, trees, model.treeWeight).map((value) => slope * value + intercept);
}

/** Log-odds → probabilities. */
export function probabilities(logOdds: Float64Array): Float64Array {
  return logOdds.map((value) => 1 / (1 + Math.exp(-value)));
}

export function blend(linear: Float64Array, trees: Float64Array, treeWeight: number): Float64Array {
  return linear.map((value, i) => (1 - treeWeight) * value + treeWeight * trees[i]!);
}

/** Platt's calibration of out-of-sample log-odds; none if there is nothing to learn it from. */
export function calibrate(level: ChurnLevel, logOdds: Float64Array, churned: Float64Array): Calibration {
  if (level !== "full") return { slope: 1, intercept: 0 };
  const platt = new PlattCalibration().fit(logOdds, churned);
  // A slope that is not positive would reverse the ranking: then the blend stays uncalibrated.
  return platt.slope > 0 ? { slope: platt.slope, intercept: platt.intercept } : { slope: 1, intercept: 0 };
}

/** The training target of a head's trees. */
export function churnTrees(features: readonly string[], seed: number): TreeTask {
  return { loss: "logistic", signs: knownSigns("leaving", features), seed };
}

/**
 * The linear part alone: a logistic regression without columns of the wrong sign, or the share of leavers if the level
 * allows no more.
 */
export function fitLinear(
  rows: LabelledRows,
  features: readonly string[],
  level: ChurnLevel,
  l2: number,
): LinearPredictor {
  if (level === "none" || level === "constant") {
    let leavers = 0;
    for (const label of rows.churned) leavers += label;
    // Laplace's rule of succession keeps the share away from 0 and 1.
    const share = (leavers + 1) / (rows.churned.length + 2);
    return constantPredictor(features, Math.log(share / (1 - share)));
  }
  const design = fitDesign(rows.x, features);
  const columns = applyDesign(design, rows.x);
  const signs = knownSigns("leaving", features);
  let used = Array.from(features.keys()).filter((j) => level === "full" || SIMPLEST.has(features[j]!));
  for (;;) {
    const logistic = new LogisticRegression({ l2 }).fit(takeColumns(columns, used), rows.churned);
    const coefficients = new Float64Array(features.length);
    used.forEach((column, i) => {
      coefficients[column] = logistic.coefficients[i]!;
    });
    // Among nearly redundant columns one can get the wrong sign; the others say as much without it.
    const right = used.filter((column) => signs[column]! * coefficients[column]! >= 0);
    if (right.length === used.length) return { ...design, coefficients, intercept: logistic.intercept };
    if (right.length === 0) return fitLinear(rows, features, "constant", l2);
    used = right;
  }
}

function constantPredictor(features: readonly string[], intercept: number): LinearPredictor {
  const d = features.length;
  return {
    unit: new Float64Array(d),
    mean: new Float64Array(d),
    scale: new Float64Array(d).fill(1),
    coefficients: new Float64Array(d),
    intercept,
  };
}
