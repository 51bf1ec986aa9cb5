import type { GradientBoostedTrees } from "../learning/boosting/gradient-boosted-trees";
import { PlattCalibration } from "../learning/calibration";
import { LogisticRegression } from "../learning/logistic";
import { type Matrix, takeColumns } from "../learning/matrix";
import { logLoss } from "../learning/metrics";
import { applyDesign, fitDesign, type LinearPredictor, linearValues } from "./linear-predictor";
import type { LabelledRows, Split, Splits } from "./splits";
import { fitTrees, fitTreesStopping } from "./trees";

/** L2 penalty of the logistic regression on standardised columns. */
const LOGISTIC_L2 = 10;
/** Weights of the trees that are tried in the blend. */
const TREE_WEIGHTS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
/** With fewer customers of either kind than this, only recency and frequency are used. */
export const LEAST_OF_A_KIND = 100;
/** With fewer than this, the share of those who left is all that is told. */
export const LEAST_FOR_A_SLOPE = 10;

/** The features of the level `recency_frequency`. */
const SIMPLEST: ReadonlySet<string> = new Set(["recency_days", "frequency"]);

/** How much the data allowed: both contenders, recency and frequency alone, the plain share, or nothing. */
export type ChurnLevel = "full" | "recency_frequency" | "constant" | "none";

/**
 * The churn model of one head. Log-odds = slope · ((1 − treeWeight) · linear + treeWeight · trees) + intercept, so that the
 * contributions of both parts add up to it.
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

/** What is chosen on the selection splits and then kept. */
export interface ChurnChoice {
  readonly level: ChurnLevel;
  readonly rounds: number;
  readonly treeWeight: number;
  readonly calibration: Calibration;
  /** Log loss on the selection rows of each weight in `TREE_WEIGHTS`, for the card. */
  readonly blendTrace: readonly { treeWeight: number; logLoss: number }[];
  /** The selection rows' labels, calibrated probabilities and contenders, for thresholds and the shipped calibration. */
  readonly outOfSample: OutOfSample;
}

export interface OutOfSample {
  readonly churned: Float64Array;
  /** Log-odds before calibration. */
  readonly blended: Float64Array;
  readonly linear: Float64Array;
  readonly trees: Float64Array;
}

/** How much the labels of these rows allow. */
export function churnLevel(churned: Float64Array): ChurnLevel {
  if (churned.length === 0) return "none";
  let leavers = 0;
  for (const label of churned) leavers += label;
  const rarer = Math.min(leavers, churned.length - leavers);
  return rarer >= LEAST_OF_A_KIND ? "full" : rarer >= LEAST_FOR_A_SLOPE ? "recency_frequency" : "constant";
}

/** Chooses rounds, blend and calibration on the selection splits. */
export function chooseChurn(splits: Splits, features: readonly string[], seed: number): ChurnChoice {
  const level = worst([
    churnLevel(splits.test.train.churned),
    ...splits.selection.map((s) => churnLevel(s.train.churned)),
  ]);
  const fits = splits.selection.map((split) => fitSelection(split, features, level, seed));
  const rounds = fits.map((fit) => fit.rounds).sort((a, b) => a - b)[Math.floor(fits.length / 2)]!;
  const churned = concatenate(splits.selection.map((split) => split.test.churned));
  const linear = concatenate(fits.map((fit) => fit.linear));
  const trees = concatenate(fits.map((fit) => fit.trees));
  const weights = level === "full" ? TREE_WEIGHTS : [0];
  const blendTrace = weights.map((treeWeight) => ({
    treeWeight,
    logLoss: logLoss(churned, probabilities(blend(linear, trees, treeWeight))),
  }));
  const { treeWeight } = blendTrace.reduce((best, next) => (next.logLoss < best.logLoss ? next : best));
  const blended = blend(linear, trees, treeWeight);
  const calibration = calibrate(level, blended, churned);
  return {
    level,
    rounds,
    treeWeight,
    calibration,
    blendTrace,
    outOfSample: { churned, blended, linear, trees },
  };
}

/** Fits the chosen model on `rows`. */
export function fitChurn(
  rows: LabelledRows,
  features: readonly string[],
  choice: ChurnChoice,
  seed: number,
): ChurnModel {
  const { level, treeWeight, calibration, rounds } = choice;
  return {
    level,
    features,
    linear: fitLinear(rows, features, level),
    trees: level === "full" ? fitTrees("logistic", rows, "churned", rounds, seed) : null,
    treeWeight,
    calibration,
  };
}

/** A model of a head that nothing could be learned for: every probability is missing. */
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

/** Platt's calibration of out-of-sample log-odds; none where there is nothing to learn it from. */
export function calibrate(level: ChurnLevel, logOdds: Float64Array, churned: Float64Array): Calibration {
  if (level !== "full") return { slope: 1, intercept: 0 };
  const platt = new PlattCalibration().fit(logOdds, churned);
  // A slope that is not positive would turn the ranking round: then the blend is left as it is.
  return platt.slope > 0 ? { slope: platt.slope, intercept: platt.intercept } : { slope: 1, intercept: 0 };
}

function fitSelection({ train, test }: Split, features: readonly string[], level: ChurnLevel, seed: number) {
  const linear = linearValues(fitLinear(train, features, level), test.x);
  if (level !== "full") return { linear, trees: linear, rounds: 0 };
  const trees = fitTreesStopping("logistic", train, test, "churned", seed);
  return { linear, trees: trees.margin(test.x), rounds: Math.max(1, trees.rounds) };
}

function fitLinear(rows: LabelledRows, features: readonly string[], level: ChurnLevel): LinearPredictor {
  if (level === "none" || level === "constant") {
    let leavers = 0;
    for (const label of rows.churned) leavers += label;
    // Laplace's rule of succession keeps the share off 0 and 1.
    const share = (leavers + 1) / (rows.churned.length + 2);
    return constantPredictor(features, Math.log(share / (1 - share)));
  }
  const design = fitDesign(rows.x, features);
  const columns = applyDesign(design, rows.x);
  const used = Array.from(features.keys()).filter((j) => level === "full" || SIMPLEST.has(features[j]!));
  const logistic = new LogisticRegression({ l2: LOGISTIC_L2 }).fit(takeColumns(columns, used), rows.churned);
  const coefficients = new Float64Array(features.length);
  used.forEach((column, i) => {
    coefficients[column] = logistic.coefficients[i]!;
  });
  return { ...design, coefficients, intercept: logistic.intercept };
}

function constantPredictor(features: readonly string[], intercept: number): LinearPredictor {
  const d = features.length;
  return {
    log: new Uint8Array(d),
    mean: new Float64Array(d),
    scale: new Float64Array(d).fill(1),
    coefficients: new Float64Array(d),
    intercept,
  };
}

function worst(levels: readonly ChurnLevel[]): ChurnLevel {
  const order: readonly ChurnLevel[] = ["none", "constant", "recency_frequency", "full"];
  return order[Math.min(...levels.map((level) => order.indexOf(level)))]!;
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
