import { newestOrder } from "../../customers/labels";
import { probabilityOf } from "../../learning/log-odds";
import { type DecisionCosts, logLoss, mean } from "../../learning/metrics/index";
import type { Random } from "../../learning/random";
import { HEAD_FEATURES, type Head } from "../heads";
import {
  type ChurnMetrics,
  churnMetrics,
  churnQuality,
  costThreshold,
  type QualityWord,
} from "../judging/evaluation";
import { joined, take } from "../judging/labelled-rows";
import type { Protocol } from "../judging/protocol";
import { heldOutSplit, type Split, testFolds } from "../judging/splits";
import { blendOf } from "../judging/weigh-votes";
import type { LevelForecast } from "../level/level-forecast";
import { type LevelTest, shareRange } from "../level/level-test";
import type { TrainingSettings } from "../settings";
import type { CustomerTables } from "../snapshot";
import { type ChurnModel, churnModel, unlearnedChurn } from "./churn";
import { type ChurnTest, ChurnTests, knownWindow, levelOf, type TestRows, weightsAfter } from "./churn-tests";
import { type ChurnVoter, votersOf } from "./members";

/** A trained churn model of one head, with all figures on its quality. */
export interface TrainedChurn {
  readonly model: ChurnModel;
  /** How the level of the coming window was forecast; null if nothing could be learned. */
  readonly level: LevelForecast | null;
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
  /** Null without trees. */
  readonly boosted: ChurnMetrics | null;
  /** The simple rules that a model has to beat. */
  readonly baselines: Readonly<Record<"everybody_alike" | "recency_alone", ChurnMetrics>>;
  readonly quality: QualityWord;
  /** The members, their weights, and the log loss of each alone, at a level forecast in the same way. */
  readonly voters: readonly {
    readonly kind: ChurnVoter;
    readonly weight: number;
    readonly logLoss: number;
  }[];
  readonly rounds: number;
  /** Accuracy at one half in the tests before this one, or here if there are none. */
  readonly selection: { readonly logistic: number; readonly boosted: number | null };
  /** The share of leavers expected and found in this test and those before it, in time order. */
  readonly levels: readonly LevelTest[];
  /** Customer, outcome and prediction of each test row; for curves. */
  readonly customer: Int32Array;
  readonly cutoff: Float64Array;
  readonly churned: Float64Array;
  readonly probability: Float64Array;
  /** The same of the tests before this one, in time order. */
  readonly earlier: readonly JudgedRows[];
  /** What recency alone would have predicted. */
  readonly recencyProbability: Float64Array;
}

/** Which customers were judged and when, the probability they were given, and whether they left. */
export type JudgedRows = Pick<ChurnEvaluation, "customer" | "cutoff" | "churned" | "probability">;

/** A test judged with what was known before it. */
interface Judged {
  readonly test: TestRows;
  readonly weights: readonly number[];
  /** Probabilities if the members vote with these weights. */
  readonly told: (weights: readonly number[]) => Float64Array;
  readonly level: LevelTest;
}

/** Chooses, judges and refits the churn model of one head. */
export function trainChurn(
  snapshots: CustomerTables,
  protocol: Protocol,
  head: Head,
  settings: TrainingSettings,
  random: Random,
): TrainedChurn {
  const features = HEAD_FEATURES[head];
  if (protocol.kind === "none") {
    return {
      model: unlearnedChurn(features),
      level: null,
      threshold: thresholdByCost(decisionCosts(settings)),
      evaluation: null,
      churners: null,
      stayers: null,
    };
  }
  const { horizonDays, fitCutoffs } = protocol;
  const tests = new ChurnTests(snapshots, head, horizonDays, random, settings.effort);
  const folds = testFolds(protocol.folds, head).map((fold) => tests.at(fold));
  const evaluation =
    folds.length > 0
      ? judgeChurn(tests, folds, settings)
      : judgeHeldOut(tests, heldOutSplit(snapshots, protocol, head, random.fork("churn rows")), settings);
  const newest = newestOrder(snapshots.purchases);
  const fit = tests.fitAt(fitCutoffs, newest);
  const weights = weightsAfter(folds, fit.members);
  const level = tests.forecast(fit, weights, newest);
  return {
    model: churnModel(fit.members, weights, level.level),
    level,
    threshold: evaluation.shipped.threshold,
    evaluation,
    churners: fit.leavers,
    stayers: fit.stayers,
  };
}

/** Judges the last of `folds`, in time order, with what the ones before it taught. */
export function judgeChurn(
  tests: ChurnTests,
  folds: readonly ChurnTest[],
  settings: TrainingSettings,
): ChurnEvaluation {
  const judged = folds.map((test, i) => judgeTest(tests, test, folds.slice(0, i)));
  return evaluate(judged.at(-1)!, judged.slice(0, -1), decisionCosts(settings));
}

function judgeTest(tests: ChurnTests, test: ChurnTest, earlier: readonly ChurnTest[]): Judged {
  const weights = weightsAfter(earlier, test.members);
  const forecast = (chosen: readonly number[]) => tests.forecast(test, chosen, test.cutoff);
  const told = (chosen: readonly number[]) => {
    const { level } = forecast(chosen);
    return blendOf(test.votes, chosen).map((value) => probabilityOf(value + level));
  };
  const level = shareTest(test.cutoff, told(weights), test.churned, forecast(weights).standardError);
  return { test, weights, told, level };
}

/** Judges on customers held out of the same windows, whose levels are known. */
function judgeHeldOut(
  tests: ChurnTests,
  { train, test }: Split,
  settings: TrainingSettings,
): ChurnEvaluation {
  const members = tests.fit(train);
  const weights = weightsAfter([], members);
  const windows = Array.from(new Set(train.cutoff), (cutoff) => {
    const rows = Array.from(train.cutoff.keys()).filter((i) => train.cutoff[i] === cutoff);
    return knownWindow(members, take(train, rows), cutoff);
  });
  const asked = tests.ask(members, train, test);
  const told = (chosen: readonly number[]) => {
    const levels = new Map(windows.map((window) => [window.cutoff, levelOf(window, chosen)]));
    return blendOf(asked.votes, chosen).map((value, i) =>
      probabilityOf(value + (levels.get(test.cutoff[i]!) ?? 0)),
    );
  };
  const level = shareTest(Math.max(...new Set(test.cutoff)), told(weights), test.churned, 0);
  return evaluate({ test: asked, weights, told, level }, [], decisionCosts(settings));
}

function decisionCosts({ missedChurnerCost, falseAlarmCost }: TrainingSettings): DecisionCosts {
  return { missedChurner: missedChurnerCost, falseAlarm: falseAlarmCost };
}

/** Elkan (2001), eq. 2: if only the costs are known. */
function thresholdByCost({ missedChurner, falseAlarm }: DecisionCosts): number {
  return falseAlarm / (falseAlarm + missedChurner);
}

function evaluate(judged: Judged, earlier: readonly Judged[], costs: DecisionCosts): ChurnEvaluation {
  const { test, weights, told } = judged;
  const { churned } = test;
  const before = joined(earlier.map((one) => one.test.churned));
  const saidBefore = (tell: (one: Judged) => Float64Array) => joined(earlier.map(tell));
  const judge = (probability: Float64Array, past: Float64Array) => {
    const threshold = earlier.length > 0 ? costThreshold(before, past, costs) : thresholdByCost(costs);
    return churnMetrics(churned, probability, threshold, costs);
  };
  const probability = told(weights);
  const shipped = judge(
    probability,
    saidBefore((one) => one.told(one.weights)),
  );
  const voters = votersOf(test.members);
  const alone = (voter: ChurnVoter, one: Judged) => {
    const own = votersOf(one.test.members);
    return one.told(own.map((kind) => (kind === (own.includes(voter) ? voter : "logistic") ? 1 : 0)));
  };
  const single = (voter: ChurnVoter) =>
    judge(
      alone(voter, judged),
      saidBefore((one) => alone(voter, one)),
    );
  const accuracyBefore = (voter: ChurnVoter) =>
    earlier.length > 0
      ? shareRight(
          before,
          saidBefore((one) => alone(voter, one)),
        )
      : shareRight(churned, alone(voter, judged));
  const alike = new Float64Array(churned.length).fill(test.usualShare);
  const baselines = {
    everybody_alike: churnMetrics(churned, alike, thresholdByCost(costs), costs),
    recency_alone: judge(
      test.byRecency,
      saidBefore((one) => one.test.byRecency),
    ),
  };
  const hasTrees = test.members.trees !== null;
  const levels = [...earlier, judged].map(({ level }) => level);
  return {
    rows: churned.length,
    churnRate: mean(churned),
    shipped,
    logistic: single("logistic"),
    boosted: hasTrees ? single("boosted_trees") : null,
    baselines,
    quality: churnQuality(shipped, Object.values(baselines), churned.length, levels),
    voters: voters.map((kind, i) => ({
      kind,
      weight: weights[i]!,
      logLoss: logLoss(churned, alone(kind, judged)),
    })),
    rounds: test.members.trees?.rounds ?? 0,
    selection: {
      logistic: accuracyBefore("logistic"),
      boosted: hasTrees ? accuracyBefore("boosted_trees") : null,
    },
    levels,
    ...judgedRows(judged),
    earlier: earlier.map(judgedRows),
    recencyProbability: test.byRecency,
  };
}

function judgedRows({ test, weights, told }: Judged): JudgedRows {
  const { customer, cutoff } = test.rows;
  return { customer, cutoff, churned: test.churned, probability: told(weights) };
}

/** The share of leavers expected beside the one that came, with a range of four in five. */
function shareTest(
  cutoff: number,
  probability: Float64Array,
  churned: Float64Array,
  standardError: number,
): LevelTest {
  const [low, high] = shareRange(probability, standardError);
  return { cutoff, expected: mean(probability), low, high, came: mean(churned) };
}

function shareRight(churned: Float64Array, probability: Float64Array): number {
  let right = 0;
  for (let i = 0; i < churned.length; i++) if (probability[i]! >= 0.5 === (churned[i] === 1)) right++;
  return right / churned.length;
}
