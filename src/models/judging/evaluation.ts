import {
  accuracy,
  averagePrecision,
  bestThreshold,
  bias,
  brier,
  businessCost,
  confusionAt,
  type DecisionCosts,
  decileMape,
  expectedCalibrationError,
  f1,
  liftAt,
  logLoss,
  meanAbsoluteError,
  normalisedGini,
  rocAuc,
  rootMeanSquaredError,
  spearman,
} from "../../learning/metrics/index";
import { type LevelTest, sharesHeld, totalsHeld } from "../level/level-test";

/** How probabilities of leaving compare with what happened. NaN if a metric is not defined (one class only). */
export interface ChurnMetrics {
  readonly auc: number;
  readonly pr_auc: number;
  readonly log_loss: number;
  readonly brier: number;
  readonly ece: number;
  readonly lift_10: number;
  /** At a probability of one half. */
  readonly accuracy: number;
  readonly f1: number;
  /** The threshold chosen by cost on other rows, and the total cost of acting on it here. */
  readonly threshold: number;
  readonly business_cost: number;
}

/** How expected spend compares with what was spent; money in the file's currency. */
export interface SpendMetrics {
  readonly mae: number;
  readonly rmse: number;
  /** Mean of predicted − actual. */
  readonly bias: number;
  /** Σ predicted / Σ actual. */
  readonly total_ratio: number;
  readonly spearman: number;
  readonly normalised_gini: number;
  readonly decile_mape: number;
}

/** A plain word for a manager. */
export type QualityWord = "Poor" | "Fair" | "Good" | "Excellent";

export function churnMetrics(
  churned: Float64Array,
  probability: Float64Array,
  threshold: number,
  costs: DecisionCosts,
): ChurnMetrics {
  const atHalf = confusionAt(churned, probability, 0.5);
  return {
    auc: rocAuc(churned, probability),
    pr_auc: averagePrecision(churned, probability),
    log_loss: logLoss(churned, probability),
    brier: brier(churned, probability),
    ece: expectedCalibrationError(churned, probability),
    lift_10: liftAt(churned, probability, 0.1),
    accuracy: accuracy(atHalf),
    f1: f1(atHalf),
    threshold,
    business_cost: businessCost(churned, probability, threshold, costs),
  };
}

export function spendMetrics(actual: Float64Array, predicted: Float64Array): SpendMetrics {
  const { meanError, totalRatio } = bias(actual, predicted);
  return {
    mae: meanAbsoluteError(actual, predicted),
    rmse: rootMeanSquaredError(actual, predicted),
    bias: meanError,
    total_ratio: totalRatio,
    spearman: spearman(actual, predicted),
    normalised_gini: normalisedGini(actual, predicted),
    decile_mape: decileMape(actual, predicted),
  };
}

/**
 * The threshold on a probability that costs least on these rows. If acting on everyone or on no one is cheapest, it is
 * the threshold of a calibrated model, falseAlarm / (falseAlarm + missedChurner) (Elkan 2001, eq. 2): a chance result
 * on a few rows should not decide for all.
 */
export function costThreshold(
  churned: Float64Array,
  probability: Float64Array,
  costs: DecisionCosts,
): number {
  const best = bestThreshold(churned, probability, costs);
  const isEdge = best.cost >= best.costOfActingOnEverybody || best.cost >= best.costOfActingOnNobody;
  return isEdge ? costs.falseAlarm / (costs.falseAlarm + costs.missedChurner) : best.threshold;
}

/** With fewer test rows, a good figure may be luck. */
const LEAST_ROWS_TO_PRAISE = 100;

/**
 * By the area under the ROC curve; at most Fair if a baseline has the lower log loss, or below 100 test rows, and at
 * most Good unless the share of leavers came true in several tests.
 */
export function churnQuality(
  model: ChurnMetrics,
  baselines: readonly ChurnMetrics[],
  rows: number,
  levels: readonly LevelTest[],
): QualityWord {
  if (!(model.auc >= 0.6)) return "Poor";
  if (model.auc < 0.7 || rows < LEAST_ROWS_TO_PRAISE) return "Fair";
  if (baselines.some((baseline) => baseline.log_loss < model.log_loss)) return "Fair";
  return model.auc < 0.8 || !sharesHeld(levels) ? "Good" : "Excellent";
}

/**
 * By rank correlation and total; at most Fair if a baseline has the lower mean absolute error, or below 100 test rows,
 * and at most Good unless the total came true in several tests.
 */
export function spendQuality(
  model: SpendMetrics,
  baselines: readonly SpendMetrics[],
  rows: number,
  levels: readonly LevelTest[],
): QualityWord {
  if (!(model.spearman >= 0.25)) return "Poor";
  if (rows < LEAST_ROWS_TO_PRAISE) return "Fair";
  const offTotal = Math.abs(Math.log(model.total_ratio)) > Math.log(1.35);
  if (model.spearman < 0.4 || offTotal || baselines.some((baseline) => baseline.mae < model.mae))
    return "Fair";
  return model.spearman < 0.6 || !totalsHeld(levels) ? "Good" : "Excellent";
}
