import type { GradientBoostedTrees } from "../../learning/boosting/gradient-boosted-trees";
import type { LinearStart } from "../../learning/generalised-linear";
import { logOddsOf } from "../../learning/log-odds";
import { LogisticRegression } from "../../learning/logistic";
import { type Matrix, takeColumns } from "../../learning/matrix";
import { type LabelledRows, sharesByCutoff } from "../judging/labelled-rows";
import {
  type Design,
  type LaidOut,
  LINEAR_TOLERANCE,
  type LinearPredictor,
  layOut,
  linearValues,
} from "../linear-predictor";
import { growTrees, TREE_SHAPE } from "../trees";
import { withWindowMarks } from "../window-marks";
import type { ChurnLevel } from "./churn-level";
import { knownSigns } from "./known-signs";

/** The models that vote on whether a customer leaves. */
export const CHURN_VOTERS = ["logistic", "boosted_trees", "buy_till_you_die"] as const;
export type ChurnVoter = (typeof CHURN_VOTERS)[number];

/**
 * The members of a churn model, fitted on rows of several windows. Each window has a level of its own in every fit, so
 * that what moved everyone alike is not learned as if it belonged to the customer; their log-odds rank customers, and
 * the level of a window to come is forecast separately.
 */
export interface ChurnMembers {
  readonly level: ChurnLevel;
  readonly features: readonly string[];
  readonly logistic: LinearPredictor;
  /** Null if the data does not allow trees, or the training is too quick for them. */
  readonly trees: GradientBoostedTrees | null;
  /** The purchase model's log-odds, stretched; null without such a model. */
  readonly btyd: LinearPredictor | null;
}

/** L2 penalty of the logistic regression; columns are standardised. */
const L2 = 100;
const L2_OF_ONE_COLUMN = 1;
/** The features of the level `recency_frequency`. */
const SIMPLEST: ReadonlySet<string> = new Set(["recency_days", "frequency"]);
const BTYD_FEATURE = "btyd_no_order_log_odds";

/** Fits every member that the data allows on `rows`; trees only with a seed. */
export function fitMembers(
  rows: LabelledRows,
  features: readonly string[],
  level: ChurnLevel,
  treeSeed: number | null,
): ChurnMembers {
  const laid = layOut(rows.x, features);
  const all = Array.from(features.keys());
  const fit = (used: readonly number[], l2: number) =>
    fitLogistic(rows, laid, features, used, l2) ?? constantPredictor(laid.design);
  const used =
    level === "full"
      ? all
      : level === "recency_frequency"
        ? all.filter((j) => SIMPLEST.has(features[j]!))
        : [];
  const btyd = features.indexOf(BTYD_FEATURE);
  const hasBtyd = level === "full" && btyd >= 0 && isMostlyKnown(rows.x, btyd);
  return {
    level,
    features,
    logistic: fit(used, L2),
    trees: level === "full" && treeSeed !== null ? fitTrees(rows, features, treeSeed) : null,
    btyd: hasBtyd ? fitLogistic(rows, laid, features, [btyd], L2_OF_ONE_COLUMN) : null,
  };
}

/** The members that vote. */
export function votersOf({ trees, btyd }: ChurnMembers): ChurnVoter[] {
  return CHURN_VOTERS.filter(
    (voter) => voter === "logistic" || (voter === "boosted_trees" ? trees !== null : btyd !== null),
  );
}

/** Each voter's log-odds for the rows of `x` (n × d), up to a level; in the order of `votersOf`. */
export function votes(members: ChurnMembers, x: Matrix): Float64Array[] {
  return votersOf(members).map((voter) =>
    voter === "boosted_trees"
      ? members.trees!.margin(x)
      : linearValues(voter === "logistic" ? members.logistic : members.btyd!, x),
  );
}

/**
 * Log-odds of leaving of the rows of `x` by one feature alone, learned from `rows` without levels of windows: the
 * simplest rule.
 */
export function byOneFeature(
  name: string,
  rows: LabelledRows,
  x: Matrix,
  features: readonly string[],
): Float64Array {
  const column = [features.indexOf(name)];
  const own = takeColumns(rows.x, column);
  const alike = { ...rows, cutoff: new Float64Array(rows.cutoff.length) };
  const fit = fitLogistic(alike, layOut(own, [name]), [name], [0], L2_OF_ONE_COLUMN);
  if (fit) return linearValues(fit, takeColumns(x, column));
  return new Float64Array(x.rows).fill(logOddsOf(sharesByCutoff(alike).get(0)!));
}

/** The mean of two predictors of one design, in which the second counts `share`. */
export function mixed(a: LinearPredictor, b: LinearPredictor, share: number): LinearPredictor {
  return {
    ...a,
    coefficients: a.coefficients.map((value, j) => (1 - share) * value + share * b.coefficients[j]!),
    intercept: (1 - share) * a.intercept + share * b.intercept,
  };
}

/**
 * A logistic regression on the columns `used`, with an intercept a window and without columns of the wrong sign; null
 * if none is left.
 */
function fitLogistic(
  rows: LabelledRows,
  { design, columns }: LaidOut,
  features: readonly string[],
  used: readonly number[],
  l2: number,
): LinearPredictor | null {
  const signs = knownSigns("leaving", features);
  let start: LinearStart | undefined;
  for (let left = used; left.length > 0; ) {
    const x = withWindowMarks(columns, left, rows.cutoff);
    const logistic = new LogisticRegression({ l2, tolerance: LINEAR_TOLERANCE });
    const { coefficients: own, intercept } = logistic.fit(x, rows.churned, undefined, start);
    // Among nearly redundant columns one can get the wrong sign; the others say as much without it.
    const isRight = own.map((value, k) => (k >= left.length || signs[left[k]!]! * value >= 0 ? 1 : 0));
    const right = left.filter((_, k) => isRight[k]);
    if (right.length === left.length) {
      const coefficients = new Float64Array(features.length);
      left.forEach((j, k) => {
        coefficients[j] = own[k]!;
      });
      return { ...design, coefficients, intercept };
    }
    start = { intercept, coefficients: own.filter((_, k) => isRight[k] === 1) };
    left = right;
  }
  return null;
}

function fitTrees(rows: LabelledRows, features: readonly string[], seed: number): GradientBoostedTrees {
  const shares = sharesByCutoff(rows);
  const newest = shares.get(Math.max(...shares.keys()))!;
  return growTrees(
    { loss: "logistic", signs: knownSigns("leaving", features), seed },
    { x: rows.x, y: rows.churned },
    TREE_SHAPE,
    { base: newest, offset: rows.cutoff.map((cutoff) => logOddsOf(shares.get(cutoff)!) - logOddsOf(newest)) },
  );
}

function constantPredictor(design: Design): LinearPredictor {
  return { ...design, coefficients: new Float64Array(design.mean.length), intercept: 0 };
}

/** Whether at least half of the rows have a value in the column. */
function isMostlyKnown({ data, rows, columns }: Matrix, column: number): boolean {
  let known = 0;
  for (let i = column; i < data.length; i += columns) if (!Number.isNaN(data[i])) known++;
  return 2 * known >= rows;
}
