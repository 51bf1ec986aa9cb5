import type { CleaningReport } from "../transactions/cleaning-report";
import type { AttributesCard } from "./attributes/attributes-card";
import type { Limitation } from "./churn/gates";
import type { TrainedChurn } from "./churn/train-churn";
import { contactTermsCard } from "./contact/action-value";
import type { TrainedActionValue } from "./contact/action-value-model";
import { actionValueCard } from "./contact/action-value-report";
import type { ActionRule } from "./contact/actions";
import { featureMeaning, HEAD_FEATURES, HEAD_INPUTS, type Head } from "./heads";
import type { Protocol } from "./judging/protocol";
import type { LevelForecast } from "./level/level-forecast";
import type { LevelTest } from "./level/level-test";
import type {
  ChurnCard,
  LevelForecastCard,
  LevelTestCard,
  ModelCard,
  ProtocolCard,
  SpendCard,
} from "./model-card";
import type { TrainedNextOrder } from "./next-order/next-order";
import { nextOrderCard } from "./next-order/next-order-report";
import type { NextOrderSummary } from "./next-order/next-order-summary";
import { methodNotes } from "./report/card-methods";
import { flatMetrics } from "./report/flat-metrics";
import type { RfmSummary } from "./segments/rfm-summary";
import type { SegmentSummary } from "./segments/segment-summary";
import type { Segmentation } from "./segments/segmentation";
import type { SegmentationCard } from "./segments/segmentation-card";
import { clusterCount, SEGMENTATION_COLUMNS } from "./segments/segmentation-features";
import type { TrainingSettings } from "./settings";
import type { BtydModels } from "./spend/btyd-features";
import type { TrainedSpend } from "./spend/train-spend";

/** Everything that a training found out, from which the card, the report and the pages are made. */
export interface TrainedModels {
  readonly settings: TrainingSettings;
  /** The last moment whose orders count, milliseconds since 1970. */
  readonly newestOrder: number;
  readonly cleaning: CleaningReport;
  readonly numericCustomerIds: boolean;
  readonly segmentation: Segmentation;
  readonly segments: readonly SegmentSummary[];
  readonly rfm: RfmSummary;
  readonly churnProtocol: Protocol;
  readonly churn: Readonly<Record<Head, TrainedChurn>>;
  readonly spendProtocol: Protocol;
  readonly spend: Readonly<Record<Head, TrainedSpend>>;
  /** At the newest snapshot. */
  readonly btyd: BtydModels;
  /** At the cutoffs that expected spend was learned from, newest first. */
  readonly earlierBtyd: readonly { readonly cutoff: number; readonly btyd: BtydModels }[];
  /** Mean |contribution| to the log-odds of leaving of each feature of the `all` head, in its order. */
  readonly importance: Float64Array;
  /** The range of the share of leavers in four of five cases; null if nothing could be learned. */
  readonly leavingRange: readonly [low: number, high: number] | null;
  readonly nextOrder: TrainedNextOrder;
  readonly nextOrderSummary: NextOrderSummary;
  readonly actionValue: TrainedActionValue;
  readonly rule: ActionRule;
  readonly limitations: readonly Limitation[];
  /** Null if the shop told nothing but its orders. */
  readonly attributes: AttributesCard | null;
}

/** The model card, `model.json`: what the model is, what it was made from, how good it is, what it cannot do. */
export function modelCard(trained: TrainedModels): ModelCard {
  const { settings, newestOrder, cleaning, segmentation, churn, spend, btyd } = trained;
  return {
    format: 1,
    as_of: new Date(newestOrder).toISOString(),
    seed: settings.seed,
    settings: {
      effort: settings.effort,
      spend: settings.spend,
      missed_churner_cost: settings.missedChurnerCost,
      false_alarm_cost: settings.falseAlarmCost,
      contact: contactTermsCard(settings.contact),
      churn_horizons_days: settings.churnHorizonsDays,
      spend_horizons_days: settings.spendHorizonsDays,
      segment_counts: settings.segmentCounts,
      most_customers_to_learn_from: settings.mostCustomersToLearnFrom,
    },
    data: {
      file: cleaning.file,
      numeric_customer_ids: trained.numericCustomerIds,
      sha256: cleaning.sha256,
      files: cleaning.files,
      rows_read: cleaning.rows_read,
      rows_kept: cleaning.rows_kept,
      customers: cleaning.customers,
      orders: cleaning.orders,
      revenue: cleaning.revenue,
      net_revenue: cleaning.net_revenue,
      first_order: cleaning.first_order,
      last_order: cleaning.last_order,
    },
    features: { all: featureCard("all"), base: featureCard("base") },
    segmentation: segmentationCard(segmentation, trained.segments),
    rfm: trained.rfm,
    churn: {
      horizon_days: trained.churnProtocol.horizonDays,
      protocol: protocolCard(trained.churnProtocol),
      heads: { all: churnCard(churn.all), base: churnCard(churn.base) },
      importance: Object.fromEntries(HEAD_FEATURES.all.map((name, j) => [name, trained.importance[j]!])),
    },
    lifetime_value: {
      spend: settings.spend,
      horizon_days: trained.spendProtocol.horizonDays,
      protocol: protocolCard(trained.spendProtocol),
      heads: { all: spendCard(spend.all), base: spendCard(spend.base) },
    },
    buy_till_you_die: {
      family: btyd.family,
      messages: btyd.messages,
      training_cutoffs: trained.earlierBtyd.map(({ cutoff, btyd: { family, messages } }) => ({
        cutoff: new Date(cutoff).toISOString(),
        family,
        messages,
      })),
    },
    next_order: nextOrderCard(trained.nextOrder, trained.nextOrderSummary),
    action_value: actionValueCard(trained.actionValue),
    actions: { at_risk: trained.rule.atRisk, worth_a_call: trained.rule.worthACall },
    methods: methodNotes(trained),
    limitations: trained.limitations,
    metrics: flatMetrics(churn.all, spend.all, segmentation.silhouette),
    ...(trained.attributes && { attributes: trained.attributes }),
  };
}

function featureCard(head: Head): ModelCard["features"][Head] {
  return HEAD_INPUTS[head].map((name) => ({ name, meaning: featureMeaning(name) }));
}

function protocolCard({ kind, reason, folds, fitCutoffs }: Protocol): ProtocolCard {
  const iso = (time: number) => new Date(time).toISOString();
  return {
    kind,
    reason,
    folds: folds.map((fold) => ({
      test_cutoff: iso(fold.testCutoff),
      train_cutoffs: fold.trainCutoffs.map(iso),
    })),
    fit_cutoffs: fitCutoffs.map(iso),
  };
}

function churnCard({ model, level, threshold, evaluation, churners, stayers }: TrainedChurn): ChurnCard {
  return {
    level: model.level,
    level_forecast: levelCard(level),
    threshold,
    tree_weight: model.treeWeight,
    rounds: model.trees?.rounds ?? 0,
    calibration: model.calibration,
    training_rows: { churners, stayers },
    evaluation: evaluation && {
      rows: evaluation.rows,
      churn_rate: evaluation.churnRate,
      quality: evaluation.quality,
      shipped: evaluation.shipped,
      logistic: evaluation.logistic,
      boosted: evaluation.boosted,
      baselines: evaluation.baselines,
      members: evaluation.voters.map(({ kind, weight, logLoss }) => ({ kind, weight, log_loss: logLoss })),
      levels: levelsCard(evaluation.levels),
    },
  };
}

function spendCard({ model, level, bands, evaluation }: TrainedSpend): SpendCard {
  return {
    kind: model.kind,
    members: model.members.map(({ weight, member }) => ({ kind: member.kind, weight })),
    total_factor: model.totalFactor,
    level_forecast: levelCard(level),
    kept_share: model.keptShare && {
      level: model.keptShare.level,
      order_value: model.keptShare.orderValue,
    },
    interval: bands && {
      coverage: bands.coverage,
      expected: Array.from(bands.at),
      low: Array.from(bands.low),
      high: Array.from(bands.high),
    },
    evaluation: evaluation && {
      rows: evaluation.rows,
      mean_spend: evaluation.meanSpend,
      quality: evaluation.quality,
      shipped: evaluation.shipped,
      members: evaluation.trace,
      levels: levelsCard(evaluation.levels),
      interval_coverage: evaluation.intervalCoverage,
      baselines: evaluation.baselines,
    },
  };
}

function segmentationCard(
  segmentation: Segmentation,
  summaries: readonly SegmentSummary[],
): SegmentationCard {
  const { segments, mean, scale, centers, tradeOff, reason, silhouette } = segmentation;
  const { keyAccounts, movement, retired } = segmentation;
  return {
    features: SEGMENTATION_COLUMNS,
    transform: "log(1 + x), then (value - mean) / scale",
    mean: Array.from(mean),
    scale: Array.from(scale),
    segments: segments.map(({ id, name }, i) => ({
      id,
      name,
      center: Array.from(centers.data.subarray(i * centers.columns, (i + 1) * centers.columns)),
    })),
    chosen: { segments: segments.length, clusters: clusterCount(segmentation), silhouette, reason },
    key_accounts: {
      rule: keyAccounts.text,
      segment: keyAccounts.found && segments.at(-1)!.id,
      least_spend: keyAccounts.found?.leastSpend ?? null,
      customers: keyAccounts.found?.customers ?? 0,
      customer_share: keyAccounts.found?.customerShare ?? 0,
      revenue_share: keyAccounts.found?.revenueShare ?? 0,
    },
    movement,
    retired: retired.map(({ id, name, description, action, why, leastSpend }) => ({
      segment: id,
      name,
      description,
      recommended_action: action,
      why,
      key_accounts: leastSpend !== undefined,
    })),
    trade_off: tradeOff,
    summary: summaries,
  };
}

function levelCard(level: LevelForecast | null): LevelForecastCard | null {
  return level && { level: level.level, standard_error: level.standardError, last_year: level.lastYear };
}

function levelsCard(levels: readonly LevelTest[]): LevelTestCard[] {
  return levels.map(({ cutoff, ...figures }) => ({ cutoff: new Date(cutoff).toISOString(), ...figures }));
}
