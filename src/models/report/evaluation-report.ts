import type { FeatureTable } from "../../customers/feature-table";
import type { Random } from "../../learning/random";
import type { TrainedChurn } from "../churn/train-churn";
import { HEAD_FEATURES, type Head } from "../heads";
import { type ChurnCurves, churnCurves, type SpendCurves, spendCurves } from "../judging/evaluation-curves";
import { type FeatureDistributions, featureDistributions } from "../monitoring/feature-distributions";
import type { TrainingSettings } from "../settings";
import type { TrainedSpend } from "../spend/train-spend";
import {
  type ContributionMaterial,
  type ContributionSummary,
  summariseContributions,
} from "./contribution-summary";

/** Chart data on how a model did; identifies no customer. Wire format of `evaluation.json`. */
export interface EvaluationReport {
  readonly format: 1;
  /** One a head; null if nothing could be tested. */
  readonly churn: Readonly<Record<Head, ChurnCurves | null>>;
  readonly spend: Readonly<Record<Head, SpendCurves | null>>;
  readonly contributions: ContributionSummary;
  /** Null if the test does not cover a single day. */
  readonly features: FeatureDistributions | null;
}

/** What an evaluation is drawn from. */
export interface EvaluationMaterial {
  readonly settings: TrainingSettings;
  readonly churn: Readonly<Record<Head, Pick<TrainedChurn, "evaluation">>>;
  readonly spend: Readonly<Record<Head, Pick<TrainedSpend, "evaluation">>>;
  /** The features of the churn test's rows, if they are of one day. */
  readonly tested: FeatureTable | null;
}

/** What follows from the tests alone, before any customer is scored. */
export type TestReport = Omit<EvaluationReport, "contributions">;

export function evaluationReport(
  { churn, spend, features }: TestReport,
  contributions: ContributionMaterial,
): EvaluationReport {
  return {
    format: 1,
    churn,
    spend,
    contributions: summariseContributions(HEAD_FEATURES.all, contributions),
    features,
  };
}

export function testReport(material: EvaluationMaterial, random: Random): TestReport {
  const { settings, churn, spend, tested } = material;
  const costs = { missedChurner: settings.missedChurnerCost, falseAlarm: settings.falseAlarmCost };
  const churnOf = ({ evaluation }: Pick<TrainedChurn, "evaluation">) =>
    evaluation &&
    churnCurves(
      evaluation.churned,
      evaluation.probability,
      { recency_alone: evaluation.recencyProbability },
      costs,
    );
  const spendOf = ({ evaluation }: Pick<TrainedSpend, "evaluation">, head: Head) =>
    evaluation && spendCurves(evaluation, random.fork(`spend ${head}`));
  const churned = churn.all.evaluation?.churned;
  return {
    format: 1,
    churn: { all: churnOf(churn.all), base: churnOf(churn.base) },
    spend: { all: spendOf(spend.all, "all"), base: spendOf(spend.base, "base") },
    features:
      tested && churned && tested.rows === churned.length
        ? featureDistributions(tested, churned, HEAD_FEATURES.all)
        : null,
  };
}
