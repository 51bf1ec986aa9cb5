import type { DecisionCosts } from "../../learning/metrics/index";
import type { Random } from "../../learning/random";
import { HEAD_FEATURES, type Head } from "../heads";
import {
  type ChurnMetrics,
  churnMetrics,
  churnQuality,
  costThreshold,
  type QualityWord,
} from "../judging/evaluation";
import type { LabelledRows } from "../judging/labelled-rows";
import type { Protocol } from "../judging/protocol";
import { allRows, type Split, splitRows } from "../judging/splits";
import type { TrainingSettings } from "../settings";
import type { Snapshots } from "../snapshot";
import { type ChurnSelection, calibrateLately, chooseChurn } from "./choose-churn";
import {
  type ChurnChoice,
  type ChurnModel,
  churnLevel,
  churnLogOdds,
  fitChurn,
  probabilities,
  unlearnedChurn,
} from "./churn";

/** A trained churn model of one head, with all figures on its quality. */
export interface TrainedChurn {
  readonly model: ChurnModel;
  /** Act on customers at or above this probability. */
  readonly threshold: number;
  readonly evaluation: ChurnEvaluation | null;
  /** Rows of the training windows that left and that stayed; null if no window fits. */
  readonly churners: number | null;
  readonly stayers: number | null;
}

export interface ChurnEvaluation {
  readonly rows: number;
  readonly churnRate: number;
  readonly shipped: ChurnMetrics;
  readonly logistic: ChurnMetrics;
  /** Null if the data did not allow trees. */
  readonly boosted: ChurnMetrics | null;
  /** The simple rules that a model has to beat. */
  readonly baselines: Readonly<Record<"everybody_alike" | "recency_alone", ChurnMetrics>>;
  readonly quality: QualityWord;
  readonly treeWeight: number;
  readonly rounds: number;
  readonly blendTrace: ChurnSelection["blendTrace"];
  /** Accuracy on the training rows, each held out once, at one half. */
  readonly selection: { readonly logistic: number; readonly boosted: number | null };
  /** Customer, outcome and prediction of each test row; for curves. */
  readonly customer: Int32Array;
  readonly churned: Float64Array;
  readonly probability: Float64Array;
  /** What recency alone would have predicted. */
  readonly recencyProbability: Float64Array;
}

/** A churn model chosen and judged on one split, before it is refitted on all rows. */
export interface JudgedChurn {
  readonly choice: ChurnChoice;
  readonly threshold: number;
  readonly evaluation: ChurnEvaluation;
}

/** Chooses, judges and refits the churn model of one head. */
export function trainChurn(
  snapshots: Snapshots,
  protocol: Protocol,
  head: Head,
  settings: TrainingSettings,
  random: Random,
): TrainedChurn {
  const features = HEAD_FEATURES[head];
  if (protocol.kind === "none") {
    return {
      model: unlearnedChurn(features),
      threshold: thresholdByCost(decisionCosts(settings)),
      evaluation: null,
      churners: null,
      stayers: null,
    };
  }
  const onlyLast = { ...protocol, folds: protocol.folds.slice(-1) };
  const { test } = splitRows(snapshots, onlyLast, head, random.fork("churn rows"));
  const { choice, threshold, evaluation } = judgeChurn(test, features, settings, random);
  const all = allRows(snapshots, protocol, head);
  const leavers = count(all);
  return {
    model: fitChurn(all, features, choice, random.fork("churn trees").seed),
    threshold,
    evaluation,
    churners: leavers,
    stayers: all.churned.length - leavers,
  };
}

/**
 * Chooses on the training rows of `split`, holding out one part of the customers at a time, and judges on its test
 * rows.
 */
export function judgeChurn(
  split: Split,
  features: readonly string[],
  settings: TrainingSettings,
  random: Random,
): JudgedChurn {
  const selection = chooseChurn(split.train, features, settings.effort, random.fork("churn choice"));
  const { choice, outOfSample } = selection;
  const costs = decisionCosts(settings);
  const seed = random.fork("churn trees").seed;
  const judged = fitChurn(split.train, features, choice, seed);
  const threshold = isLearned(choice)
    ? costThreshold(outOfSample.churned, calibrated(outOfSample.blended, choice), costs)
    : thresholdByCost(costs);
  return {
    choice,
    threshold,
    evaluation: evaluate(split, judged, selection, threshold, costs, features, seed),
  };
}

function decisionCosts({ missedChurnerCost, falseAlarmCost }: TrainingSettings): DecisionCosts {
  return { missedChurner: missedChurnerCost, falseAlarm: falseAlarmCost };
}

/** Elkan (2001), eq. 2: if only the costs are known. */
function thresholdByCost({ missedChurner, falseAlarm }: DecisionCosts): number {
  return falseAlarm / (falseAlarm + missedChurner);
}

function evaluate(
  { train, test }: Split,
  judged: ChurnModel,
  { choice, outOfSample, blendTrace }: ChurnSelection,
  threshold: number,
  costs: DecisionCosts,
  features: readonly string[],
  seed: number,
): ChurnEvaluation {
  const { x, churned } = test;
  const probability = probabilities(churnLogOdds(judged, x));
  const shipped = churnMetrics(churned, probability, threshold, costs);
  const single = (treeWeight: 0 | 1) => {
    const selected = treeWeight === 0 ? outOfSample.linear : outOfSample.trees;
    const calibration = calibrateLately(choice.level, selected, outOfSample);
    const ownThreshold = isLearned(choice)
      ? costThreshold(outOfSample.churned, calibrated(selected, { calibration }), costs)
      : threshold;
    const model = { ...judged, treeWeight, calibration };
    return churnMetrics(churned, probabilities(churnLogOdds(model, x)), ownThreshold, costs);
  };
  const everybody = fitChurn(train, features, { ...choice, level: "constant", ...SIMPLE }, seed);
  const recency = fitChurn(
    onlyRecency(train, features),
    features,
    { ...choice, ...recencyLevel(train), ...SIMPLE },
    seed,
  );
  const recencyProbability = probabilities(churnLogOdds(recency, onlyRecency(test, features).x));
  const recencyThreshold = costThreshold(
    train.churned,
    probabilities(churnLogOdds(recency, onlyRecency(train, features).x)),
    costs,
  );
  const baselines = {
    everybody_alike: churnMetrics(
      churned,
      probabilities(churnLogOdds(everybody, x)),
      thresholdByCost(costs),
      costs,
    ),
    recency_alone: churnMetrics(churned, recencyProbability, recencyThreshold, costs),
  };
  const selectionAccuracy = (logOdds: Float64Array) => accuracyAtHalf(outOfSample.churned, logOdds);
  return {
    rows: churned.length,
    churnRate: count(test) / churned.length,
    shipped,
    logistic: single(0),
    boosted: judged.trees ? single(1) : null,
    baselines,
    quality: churnQuality(shipped, Object.values(baselines), churned.length),
    treeWeight: choice.treeWeight,
    rounds: choice.trees?.rounds ?? 0,
    blendTrace,
    selection: {
      logistic: selectionAccuracy(outOfSample.linear),
      boosted: judged.trees ? selectionAccuracy(outOfSample.trees) : null,
    },
    customer: test.customer,
    churned,
    probability,
    recencyProbability,
  };
}

const SIMPLE = { calibration: { slope: 1, intercept: 0 }, trees: null, treeWeight: 0 } as const;

/** The rows with every feature but recency constant: what the simplest rule sees. */
function onlyRecency(rows: LabelledRows, features: readonly string[]): LabelledRows {
  const data = rows.x.data.map((value, i) => (features[i % features.length] === "recency_days" ? value : 0));
  return { ...rows, x: { ...rows.x, data } };
}

function recencyLevel(train: LabelledRows) {
  return { level: churnLevel(train.churned) === "constant" ? "constant" : "recency_frequency" } as const;
}

function isLearned({ level }: ChurnChoice): boolean {
  return level === "full" || level === "recency_frequency";
}

function calibrated(logOdds: Float64Array, { calibration }: Pick<ChurnChoice, "calibration">): Float64Array {
  return probabilities(logOdds.map((value) => calibration.slope * value + calibration.intercept));
}

function accuracyAtHalf(churned: Float64Array, logOdds: Float64Array): number {
  let right = 0;
  for (let i = 0; i < churned.length; i++) if (logOdds[i]! >= 0 === (churned[i] === 1)) right++;
  return right / churned.length;
}

function count({ churned }: LabelledRows): number {
  return churned.reduce((sum, label) => sum + label, 0);
}
