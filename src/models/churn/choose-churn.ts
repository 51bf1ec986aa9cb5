import type { Matrix } from "../../learning/matrix";
import { logLoss } from "../../learning/metrics/index";
import type { Random } from "../../learning/random";
import { joined, type LabelledRows, newestOf, rowsOfNewest, takeValues } from "../judging/labelled-rows";
import { customerFolds, type Split } from "../judging/splits";
import { linearValues } from "../linear-predictor";
import type { Effort } from "../settings";
import { QUICK_SHAPE, searchTrees, type TreeShape, USUAL_SHAPE } from "../trees";
import {
  allowedLevel,
  blend,
  type Calibration,
  type ChurnChoice,
  type ChurnLevel,
  calibrate,
  churnTrees,
  fitLinear,
  probabilities,
} from "./churn";

/** Weights of the trees to try in the blend. */
const TREE_WEIGHTS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
/** L2 penalties of the logistic regression; columns are standardised. */
const L2_TRIED: Readonly<Record<Effort, readonly number[]>> = { quick: [100], full: [30, 100, 300] };
/** Shapes of trees to try, each on every fold. */
const SHAPES_TRIED: Readonly<Record<Effort, number>> = { quick: 1, full: 4 };
const FIRST_SHAPE: Readonly<Record<Effort, TreeShape>> = { quick: QUICK_SHAPE, full: USUAL_SHAPE };

/** Calibrated on recent cutoffs: a single one would follow one season, all would ignore that the shop has changed. */
const CALIBRATION_CUTOFFS = 2;
/** With fewer recent rows of a kind than this, all cutoffs calibrate. */
const LEAST_TO_CALIBRATE = 20;

/** What was chosen, and why. */
export interface ChurnSelection {
  readonly choice: ChurnChoice;
  /** Log loss of each weight of the trees on held-out customers, for the card. */
  readonly blendTrace: readonly { treeWeight: number; logLoss: number }[];
  readonly outOfSample: OutOfSample;
}

/** The training rows, each scored by a fit that had not seen its customer; for thresholds. */
export interface OutOfSample {
  readonly churned: Float64Array;
  /** Log-odds before calibration. */
  readonly blended: Float64Array;
  readonly linear: Float64Array;
  readonly trees: Float64Array;
  /** The rows that a calibration is learned from: those of the newest cutoffs. */
  readonly lately: readonly number[];
}

/** Calibration of out-of-sample log-odds: it sets their level to that of the newest windows. */
export function calibrateLately(
  level: ChurnLevel,
  logOdds: Float64Array,
  { churned, lately }: Pick<OutOfSample, "churned" | "lately">,
): Calibration {
  const labels = takeValues(churned, lately);
  const leavers = labels.reduce((sum, label) => sum + label, 0);
  const isEnough = Math.min(leavers, labels.length - leavers) >= LEAST_TO_CALIBRATE;
  return isEnough
    ? calibrate(level, takeValues(logOdds, lately), labels)
    : calibrate(level, logOdds, churned);
}

/** Chooses penalty, trees, blend and calibration on customers held out of `rows`, one part at a time. */
export function chooseChurn(
  rows: LabelledRows,
  features: readonly string[],
  effort: Effort,
  random: Random,
): ChurnSelection {
  const level = allowedLevel(rows, features);
  const folds = customerFolds(rows, effort, random.fork("customers"));
  const churned = joined(folds.map(({ test }) => test.churned));
  const { l2, logOdds: linear } = choosePenalty(folds, features, level, effort);
  const searched = level === "full" ? chooseTrees(folds, features, effort, random) : null;
  const trees = searched ? joined(searched.margins) : linear;
  const blendTrace = (searched ? TREE_WEIGHTS : [0]).map((treeWeight) => ({
    treeWeight,
    logLoss: logLoss(churned, probabilities(blend(linear, trees, treeWeight))),
  }));
  const { treeWeight } = blendTrace.reduce((best, next) => (next.logLoss < best.logLoss ? next : best));
  const blended = blend(linear, trees, treeWeight);
  const cutoffs = joined(folds.map(({ test }) => test.cutoff));
  const outOfSample = { churned, blended, linear, trees, lately: rowsOfNewest(cutoffs, CALIBRATION_CUTOFFS) };
  return {
    choice: {
      level,
      l2,
      trees: searched?.chosen ?? null,
      treeWeight,
      calibration: calibrateLately(level, blended, outOfSample),
    },
    blendTrace,
    outOfSample,
  };
}

function choosePenalty(
  folds: readonly Split[],
  features: readonly string[],
  level: ChurnChoice["level"],
  effort: Effort,
): { l2: number; logOdds: Float64Array } {
  const churned = joined(folds.map(({ test }) => test.churned));
  return L2_TRIED[effort]
    .map((l2) => {
      const logOdds = joined(
        folds.map(({ train, test }) => linearValues(fitLinear(train, features, level, l2), test.x)),
      );
      return { l2, logOdds, loss: logLoss(churned, probabilities(logOdds)) };
    })
    .reduce((best, next) => (next.loss < best.loss ? next : best));
}

/** Trees stop growing where they predict held-out customers best at the newest cutoff. */
function chooseTrees(folds: readonly Split[], features: readonly string[], effort: Effort, random: Random) {
  const examples = ({ x, churned }: { x: Matrix; churned: Float64Array }) => ({ x, y: churned });
  return searchTrees(
    churnTrees(features, random.fork("trees").seed),
    folds.map(({ train, test }) => ({
      train: examples(train),
      stop: examples(newestOf(test)),
      answer: test.x,
    })),
    SHAPES_TRIED[effort],
    FIRST_SHAPE[effort],
    random.fork("shapes"),
  );
}
