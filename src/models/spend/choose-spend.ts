import { selectEnsemble } from "../../learning/ensemble-selection";
import type { Matrix } from "../../learning/matrix";
import { meanAbsoluteError } from "../../learning/metrics/index";
import type { Random } from "../../learning/random";
import { pairwiseSum } from "../../learning/special/pairwise-sum";
import { joined, type LabelledRows, newestOf, spendToTell, takeValues } from "../judging/labelled-rows";
import { customerFolds, type Split } from "../judging/splits";
import type { Effort } from "../settings";
import {
  type ChosenTrees,
  type Examples,
  QUICK_SHAPE,
  searchTrees,
  type TreeShape,
  USUAL_SHAPE,
} from "../trees";
import { fitKeptShare, keptShares } from "./kept-share";
import {
  countBuyers,
  expectedSpend,
  fitSpend,
  LEAST_BUYERS,
  MEAN_SPEND,
  type SpendChoice,
} from "./lifetime-value";
import {
  amountExamples,
  answeringFeature,
  fitMember,
  likelyAmount,
  memberSpend,
  occurrenceExamples,
  SPEND_MEMBERS,
  SPEND_TREES,
  type SpendMemberKind,
  type SpendTrees,
  tweedieExamples,
} from "./spend-members";

/** Shapes of trees to try, each on every fold. */
const SHAPES_TRIED: Readonly<Record<Effort, number>> = { quick: 1, full: 3 };
const FIRST_SHAPE: Readonly<Record<Effort, TreeShape>> = { quick: QUICK_SHAPE, full: USUAL_SHAPE };
/** Votes that follow the loss, besides one for every member. */
const VOTES = 6;
/** How far the blend's total may be off on held-out customers before it counts against it. */
const TOTAL_TOLERANCE = 0.05;
/** No member counts as closer than this, relative to the mean spend. */
const PERFECT = 1e-9;
/** With fewer buyers to fit a part's members on, amounts cannot be learned. */
const LEAST_BUYERS_OF_A_PART = 10;
/** Rolling tests that must agree before the total is corrected, and the least correction worth making. */
const LEAST_TESTS = 3;
const LEAST_CORRECTION = 0.02;

/** What was chosen, and why. */
export interface SpendSelection {
  readonly choice: SpendChoice;
  /** Every member on held-out customers: mean absolute error, Σ predicted / Σ actual, and its weight. */
  readonly trace: readonly { kind: SpendMemberKind; mae: number; total_ratio: number; weight: number }[];
  /** Σ predicted / Σ actual of each rolling test before the last. */
  readonly earlierRatios: readonly number[];
  /** Predictions by fits that had not seen the outcome, and the outcomes: for the prediction intervals. */
  readonly promises: { readonly predicted: Float64Array; readonly spend: Float64Array };
}

/**
 * Chooses trees and weights of the blend on customers held out of `rows`, part by part, then corrects the total if
 * every rolling test of `earlier` was off in the same direction. `asked` are all rows that the model will score: a
 * member that cannot score all of them is left out.
 */
export function chooseSpend(
  rows: LabelledRows,
  earlier: readonly Split[],
  features: readonly string[],
  horizonDays: number,
  asked: readonly Matrix[],
  effort: Effort,
  random: Random,
): SpendSelection {
  if (countBuyers(rows) < LEAST_BUYERS) return plainMean(rows, earlier, features, horizonDays);
  const folds = customerFolds(rows, effort, random.fork("customers"));
  if (folds.some(({ train }) => countBuyers(train) < LEAST_BUYERS_OF_A_PART))
    return plainMean(rows, earlier, features, horizonDays);
  const seed = random.fork("trees").seed;
  const searched = chooseTrees(folds, features, effort, random, seed);
  const members = SPEND_MEMBERS.filter(
    (kind) => canAnswer(kind, features, horizonDays, asked) && couldAnswer(kind, rows, features, horizonDays),
  );
  const answers = members.map(
    (kind) =>
      searched.answers[kind] ??
      joined(
        folds.map(({ train, test }) =>
          memberSpend(fitMember(kind, train, features, horizonDays, searched.trees, seed), test.x, features),
        ),
      ),
  );
  const spend = joined(folds.map(({ test }) => test.spend));
  const known = rowsKnownToAll(answers);
  const actual = takeValues(spend, known);
  const told = answers.map((answer) => takeValues(answer, known));
  const weights = selectEnsemble(told, blendLoss(actual, told), VOTES);
  const blended = { kind: "blend", trees: searched.trees, totalFactor: 1 } as const;
  const shares = joined(
    folds.map(({ train, test }) => keptShares(fitKeptShare(train, features), test.x, features)),
  );
  const uncorrected: SpendChoice = {
    ...blended,
    members: members.map((kind, i) => ({ kind, weight: weights[i]! })),
  };
  const rolled = earlier
    .filter(
      ({ train, test }) =>
        countBuyers(train) >= LEAST_BUYERS && canBeAsked(uncorrected, test, features, horizonDays),
    )
    .map(({ train, test }) => ({
      spend: spendToTell(test),
      predicted: expectedSpend(fitSpend(train, features, horizonDays, uncorrected, seed), test.x),
    }));
  const earlierRatios = rolled.map((test) => pairwiseSum(test.predicted) / pairwiseSum(test.spend));
  const totalFactor = agreedCorrection(earlierRatios);
  const promises =
    rolled.length > 0
      ? {
          predicted: joined(rolled.map(({ predicted }) => predicted)).map((value) => value * totalFactor),
          spend: joined(rolled.map((test) => test.spend)),
        }
      : {
          predicted: times(blendOf(told, weights), takeValues(shares, known)),
          spend: takeValues(joined(folds.map(({ test }) => spendToTell(test))), known),
        };
  return {
    choice: { ...uncorrected, totalFactor },
    trace: members.map((kind, i) => ({
      kind,
      mae: meanAbsoluteError(actual, told[i]!),
      total_ratio: pairwiseSum(told[i]!) / pairwiseSum(actual),
      weight: weights[i]!,
    })),
    earlierRatios,
    promises,
  };
}

/**
 * The factor on the total: 1, unless at least three rolling tests were all too low or all too high; then the mildest of
 * their corrections. One season that was off proves nothing about the next.
 */
export function agreedCorrection(ratios: readonly number[]): number {
  const usable = ratios.filter((ratio) => ratio > 0 && Number.isFinite(ratio));
  if (usable.length < LEAST_TESTS) return 1;
  const mildest = usable.every((ratio) => ratio < 1)
    ? Math.max(...usable)
    : usable.every((ratio) => ratio > 1)
      ? Math.min(...usable)
      : 1;
  return Math.abs(Math.log(mildest)) < LEAST_CORRECTION ? 1 : 1 / mildest;
}

function plainMean(
  rows: LabelledRows,
  earlier: readonly Split[],
  features: readonly string[],
  horizonDays: number,
): SpendSelection {
  const model = (train: LabelledRows) => fitSpend(train, features, horizonDays, MEAN_SPEND, 0);
  const tests: readonly Split[] = earlier.length > 0 ? earlier : [{ train: rows, test: rows }];
  return {
    choice: MEAN_SPEND,
    trace: [],
    earlierRatios: [],
    promises: {
      predicted: joined(tests.map(({ train, test }) => expectedSpend(model(train), test.x))),
      spend: joined(tests.map(({ test }) => spendToTell(test))),
    },
  };
}

/** Searches the three kinds of trees; includes their predictions for held-out customers. */
function chooseTrees(
  folds: readonly Split[],
  features: readonly string[],
  effort: Effort,
  random: Random,
  seed: number,
): { trees: SpendTrees; answers: Partial<Record<SpendMemberKind, Float64Array>> } {
  const search = (kind: keyof SpendTrees, examples: (rows: LabelledRows) => Examples) => {
    const { chosen, margins } = searchTrees(
      SPEND_TREES[kind](features, seed),
      folds.map(({ train, test }) => ({
        train: examples(train),
        stop: [newestOf(test), test, train].map(examples).find(({ y }) => y.length > 0)!,
        answer: test.x,
      })),
      SHAPES_TRIED[effort],
      FIRST_SHAPE[effort],
      random.fork(`shapes ${kind}`),
    );
    return { chosen, margins: joined(margins) };
  };
  // One unit for all folds, so that the stopping rows are measured like the growing rows.
  const { unit } = tweedieExamples({
    ...folds[0]!.train,
    spend: joined(folds.map(({ test }) => test.spend)),
  });
  const tweedie = search("tweedie", ({ x, spend }) => ({ x, y: spend.map((value) => value / unit) }));
  const occurrence = search("occurrence", occurrenceExamples);
  const amount = search("amount", amountExamples);
  const chosen = (searched: { chosen: ChosenTrees }) => searched.chosen;
  return {
    trees: { tweedie: chosen(tweedie), occurrence: chosen(occurrence), amount: chosen(amount) },
    answers: {
      tweedie_trees: tweedie.margins.map((margin) => unit * Math.exp(margin)),
      hurdle_trees: likelyAmount(occurrence.margins, amount.margins),
    },
  };
}

/**
 * What a blend is judged by, relative to the best single member: error customer by customer, half as much the Tweedie
 * deviance (power 1.5), which favours means over medians, and a total that is off by more than the tolerance.
 */
function blendLoss(actual: Float64Array, members: readonly Float64Array[]): (blend: Float64Array) => number {
  const mean = pairwiseSum(actual) / actual.length;
  const deviance = (blend: Float64Array) => tweedieDeviance(actual, blend, mean * 1e-3);
  // Avoids 0, which a member reaches if everyone is alike.
  const leastError = Math.max(
    mean * PERFECT,
    Math.min(...members.map((member) => meanAbsoluteError(actual, member))),
  );
  const leastDeviance = Math.max(Math.sqrt(mean) * PERFECT, Math.min(...members.map(deviance)));
  return (blend) => {
    const off = Math.abs(Math.log(pairwiseSum(blend) / pairwiseSum(actual)));
    return (
      meanAbsoluteError(actual, blend) / leastError +
      0.5 * (deviance(blend) / leastDeviance) +
      2 * Math.max(0, off - TOTAL_TOLERANCE)
    );
  };
}

/** Mean unit deviance of power 1.5: 4 (√y − √μ)² / √μ (Jørgensen 1987). */
function tweedieDeviance(actual: Float64Array, predicted: Float64Array, floor: number): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const root = Math.sqrt(Math.max(predicted[i]!, floor));
    sum += (4 * (Math.sqrt(actual[i]!) - root) ** 2) / root;
  }
  return sum / actual.length;
}

function canAnswer(
  kind: SpendMemberKind,
  features: readonly string[],
  horizonDays: number,
  asked: readonly Matrix[],
): boolean {
  if (kind !== "btyd" && kind !== "same_again") return true;
  const column = features.indexOf(answeringFeature(kind, horizonDays));
  return column >= 0 && asked.every((x) => isKnown(x, column));
}

/** Whether the member could be judged on at least half of the training rows. */
function couldAnswer(
  kind: SpendMemberKind,
  { x }: LabelledRows,
  features: readonly string[],
  horizonDays: number,
): boolean {
  if (kind !== "btyd" && kind !== "same_again") return true;
  const column = features.indexOf(answeringFeature(kind, horizonDays));
  let known = 0;
  for (let i = column; i < x.data.length; i += x.columns) if (!Number.isNaN(x.data[i])) known++;
  return 2 * known >= x.rows;
}

function canBeAsked(
  choice: SpendChoice,
  test: LabelledRows,
  features: readonly string[],
  horizonDays: number,
): boolean {
  return choice.members.every(({ kind }) => canAnswer(kind, features, horizonDays, [test.x]));
}

/** Whether every row has a value in the column. */
function isKnown({ data, columns }: Matrix, column: number): boolean {
  for (let i = column; i < data.length; i += columns) if (Number.isNaN(data[i])) return false;
  return true;
}

/** Rows for which every member has a prediction. */
function rowsKnownToAll(answers: readonly Float64Array[]): number[] {
  const rows: number[] = [];
  for (let i = 0; i < answers[0]!.length; i++) {
    if (answers.every((answer) => !Number.isNaN(answer[i]))) rows.push(i);
  }
  return rows;
}

function times(values: Float64Array, factors: Float64Array): Float64Array {
  return values.map((value, i) => factors[i]! * value);
}

function blendOf(members: readonly Float64Array[], weights: Float64Array): Float64Array {
  return members[0]!.map((_, i) => members.reduce((sum, member, k) => sum + weights[k]! * member[i]!, 0));
}
