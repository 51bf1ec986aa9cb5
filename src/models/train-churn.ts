import type { Random } from "../learning/random";
import {
  blend,
  type ChurnChoice,
  type ChurnModel,
  calibrate,
  chooseChurn,
  churnLevel,
  churnLogOdds,
  contenderLogOdds,
  fitChurn,
  probabilities,
  unlearnedChurn,
} from "./churn";
import { type ChurnMetrics, churnMetrics, churnQuality, costThreshold, type QualityWord } from "./evaluation";
import { HEAD_FEATURES, type Head } from "./heads";
import type { Protocol } from "./protocol";
import type { TrainingSettings } from "./settings";
import type { Snapshots } from "./snapshot";
import { type LabelledRows, type Splits, splitRows } from "./splits";

/** A trained churn model of one head with everything that is known about how good it is. */
export interface TrainedChurn {
  readonly model: ChurnModel;
  /** Act on customers at or above this probability. */
  readonly threshold: number;
  readonly evaluation: ChurnEvaluation | null;
  /** Rows of the training windows that left and that stayed; null where no window fits. */
  readonly churners: number | null;
  readonly stayers: number | null;
}

export interface ChurnEvaluation {
  readonly rows: number;
  readonly churnRate: number;
  readonly shipped: ChurnMetrics;
  readonly logistic: ChurnMetrics;
  /** Null where the data did not allow trees. */
  readonly boosted: ChurnMetrics | null;
  /** The simple rules that a model has to beat. */
  readonly baselines: Readonly<Record<"everybody_alike" | "recency_alone", ChurnMetrics>>;
  readonly quality: QualityWord;
  readonly treeWeight: number;
  readonly rounds: number;
  readonly blendTrace: ChurnChoice["blendTrace"];
  /** Accuracy on the selection rows, at one half. */
  readonly selection: { readonly logistic: number; readonly boosted: number | null };
  /** What happened and what was said, a test row each; for curves. */
  readonly churned: Float64Array;
  readonly probability: Float64Array;
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
  const costs = { missedChurner: settings.missedChurnerCost, falseAlarm: settings.falseAlarmCost };
  const byCostAlone = costs.falseAlarm / (costs.falseAlarm + costs.missedChurner);
  if (protocol.kind === "none") {
    return {
      model: unlearnedChurn(features),
      threshold: byCostAlone,
      evaluation: null,
      churners: null,
      stayers: null,
    };
  }
  const splits = splitRows(snapshots, protocol, head, random.fork("churn rows"));
  const { all, test } = splits;
  const choice = chooseChurn(splits, features, random.fork("churn trees").seed);
  const seed = random.fork("churn trees").seed;
  const judged = fitChurn(test.train, features, choice, seed);
  const selected = choice.outOfSample;
  const threshold = isLearned(choice)
    ? costThreshold(selected.churned, calibrated(selected.blended, choice), costs)
    : byCostAlone;
  const evaluation = evaluate(splits, judged, choice, threshold, costs, features, seed);

  // The shipped calibration also learns from the test rows: they are the newest that were not fitted on.
  const onTest = contenderLogOdds(judged, test.test.x);
  const shippedCalibration = calibrate(
    choice.level,
    join(selected.blended, blend(onTest.linear, onTest.trees, choice.treeWeight)),
    join(selected.churned, test.test.churned),
  );
  const leavers = count(all);
  return {
    model: fitChurn(all, features, { ...choice, calibration: shippedCalibration }, seed),
    threshold,
    evaluation,
    churners: leavers,
    stayers: all.churned.length - leavers,
  };
}

function evaluate(
  { test }: Splits,
  judged: ChurnModel,
  choice: ChurnChoice,
  threshold: number,
  costs: { missedChurner: number; falseAlarm: number },
  features: readonly string[],
  seed: number,
): ChurnEvaluation {
  const { x, churned } = test.test;
  const probability = probabilities(churnLogOdds(judged, x));
  const shipped = churnMetrics(churned, probability, threshold, costs);
  const single = (treeWeight: 0 | 1) => {
    const selected = treeWeight === 0 ? choice.outOfSample.linear : choice.outOfSample.trees;
    const calibration = calibrate(choice.level, selected, choice.outOfSample.churned);
    const ownThreshold = isLearned(choice)
      ? costThreshold(choice.outOfSample.churned, calibrated(selected, { calibration }), costs)
      : threshold;
    const model = { ...judged, treeWeight, calibration };
    return churnMetrics(churned, probabilities(churnLogOdds(model, x)), ownThreshold, costs);
  };
  const everybody = fitChurn(test.train, features, { ...choice, level: "constant", ...UNCALIBRATED }, seed);
  const recency = fitChurn(
    onlyRecency(test.train, features),
    features,
    { ...choice, ...recencyLevel(test.train), ...UNCALIBRATED },
    seed,
  );
  const baselines = {
    everybody_alike: churnMetrics(churned, probabilities(churnLogOdds(everybody, x)), threshold, costs),
    recency_alone: churnMetrics(
      churned,
      probabilities(churnLogOdds(recency, onlyRecency(test.test, features).x)),
      threshold,
      costs,
    ),
  };
  const selectionAccuracy = (logOdds: Float64Array) => accuracyAtHalf(choice.outOfSample.churned, logOdds);
  return {
    rows: churned.length,
    churnRate: count(test.test) / churned.length,
    shipped,
    logistic: single(0),
    boosted: judged.trees ? single(1) : null,
    baselines,
    quality: churnQuality(shipped, Object.values(baselines)),
    treeWeight: choice.treeWeight,
    rounds: choice.rounds,
    blendTrace: choice.blendTrace,
    selection: {
      logistic: selectionAccuracy(choice.outOfSample.linear),
      boosted: judged.trees ? selectionAccuracy(choice.outOfSample.trees) : null,
    },
    churned,
    probability,
  };
}

const UNCALIBRATED = { calibration: { slope: 1, intercept: 0 }, treeWeight: 0 } as const;

/** The rows with every feature but recency made constant: what the simplest rule sees. */
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

function join(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
