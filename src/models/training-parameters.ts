import type { TrainedModels } from "./card";
import { contactTermsCard } from "./contact/action-value";
import { clusterCount } from "./segments/segmentation-features";
import type { TrainingSettings } from "./settings";

/** The settings and choices of a training, flat, in the names of the model card. Wire format. */
export type TrainingParameters = Readonly<Record<string, string | number>>;

/** The settings of a training. Lists are joined by commas. */
export function toldParameters(settings: TrainingSettings): TrainingParameters {
  return {
    seed: settings.seed,
    effort: settings.effort,
    spend: settings.spend,
    missed_churner_cost: settings.missedChurnerCost,
    false_alarm_cost: settings.falseAlarmCost,
    ...contactTermsCard(settings.contact),
    churn_horizons_days: settings.churnHorizonsDays.join(","),
    spend_horizons_days: settings.spendHorizonsDays.join(","),
    segment_counts: settings.segmentCounts.join(","),
    most_customers_to_learn_from: settings.mostCustomersToLearnFrom,
  };
}

/** The settings and choices of a training: horizons, segments, and how the head for known customers is made. */
export function trainingParameters(trained: TrainedModels): TrainingParameters {
  const { churnProtocol, spendProtocol, segmentation, btyd } = trained;
  const churn = trained.churn.all.model;
  const spend = trained.spend.all.model;
  const shape = churn.trees?.parameters;
  return {
    ...toldParameters(trained.settings),
    churn_horizon_days: churnProtocol.horizonDays,
    spend_horizon_days: spendProtocol.horizonDays,
    segments: segmentation.segments.length,
    clusters: clusterCount(segmentation),
    churn_level: churn.level,
    churn_tree_weight: churn.treeWeight,
    churn_calibration_slope: churn.calibration.slope,
    churn_calibration_intercept: churn.calibration.intercept,
    ...(churn.trees &&
      shape && {
        churn_tree_rounds: churn.trees.rounds,
        churn_tree_max_depth: shape.maxDepth,
        churn_tree_learning_rate: shape.learningRate,
        churn_tree_subsample: shape.subsample,
        churn_tree_colsample: shape.colsampleByTree,
        churn_tree_min_child_weight: shape.minChildWeight,
        churn_tree_lambda: shape.lambda,
      }),
    spend_kind: spend.kind,
    spend_members: spend.members
      .map(({ weight, member }) => `${member.kind} ${Math.round(weight * 1000) / 1000}`)
      .join(", "),
    spend_total_factor: spend.totalFactor,
    ...(btyd.family && { btyd_family: btyd.family }),
  };
}
