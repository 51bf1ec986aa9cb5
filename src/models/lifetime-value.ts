import type { GradientBoostedTrees } from "../learning/boosting/gradient-boosted-trees";
import { type Matrix, matrix } from "../learning/matrix";
import { meanAbsoluteError } from "../learning/metrics";
import { TweedieGlm } from "../learning/tweedie-glm";
import { ZeroInflatedLognormal } from "../learning/zero-inflated-lognormal";
import { applyDesign, type Design, fitDesign, type LinearPredictor, linearValues } from "./linear-predictor";
import type { LabelledRows, Split, Splits } from "./splits";
import { fitTrees, fitTreesStopping } from "./trees";

const TREE_LOSS = { tweedie_trees: { tweedie: 1.5 }, squared_trees: "squared" } as const;
/** With fewer buyers in the training windows than this, the mean spend of a customer is all that is told. */
export const LEAST_BUYERS = 100;

/** The contenders for expected spend. `same_again` repeats the spend of the last window; it may win. */
export const SPEND_KINDS = [
  "tweedie_trees",
  "squared_trees",
  "tweedie_glm",
  "zero_inflated_lognormal",
  "btyd",
  "same_again",
] as const;
export type SpendKind = (typeof SPEND_KINDS)[number] | "mean" | "none";

/** The lifetime-value model of one head: expected spend over the horizon. */
export interface SpendModel {
  readonly kind: SpendKind;
  readonly features: readonly string[];
  readonly horizonDays: number;
  /** Trees: log of the expected spend (tweedie) or the spend itself (squared, cut off at 0). */
  readonly trees: GradientBoostedTrees | null;
  /** Zero-inflated lognormal: log-odds of buying at all, and log of the expected spend of those who buy. Tweedie GLM: the latter alone. */
  readonly occurrence: LinearPredictor | null;
  readonly amount: LinearPredictor | null;
  /** `btyd`, `same_again`: the feature that is the answer. `mean`: null. */
  readonly feature: string | null;
  /** `mean`: the answer. */
  readonly constant: number;
}

export interface SpendChoice {
  readonly kind: SpendKind;
  readonly rounds: number;
  /** Every contender on the selection rows: what the choice was made by. */
  readonly trace: readonly { kind: SpendKind; mae: number; rounds: number }[];
}

/**
 * Chooses the contender with the least mean absolute error on the selection rows, among those that can answer about every row
 * of `newest`, the customers that will be scored.
 */
export function chooseSpend(
  splits: Splits,
  features: readonly string[],
  horizonDays: number,
  seed: number,
  newest: Matrix = splits.test.test.x,
): SpendChoice {
  const enough = [splits.test.train, ...splits.selection.map((split) => split.train)].every(
    (rows) => countBuyers(rows) >= LEAST_BUYERS,
  );
  if (!enough) return { kind: "mean", rounds: 0, trace: [] };
  const trace = [];
  for (const kind of contenders(splits, features, horizonDays, newest)) {
    const fits = splits.selection.map((split) => fitOnSelection(kind, split, features, horizonDays, seed));
    const rounds = fits.map((fit) => fit.rounds).sort((a, b) => a - b)[Math.floor(fits.length / 2)]!;
    let error = 0;
    let rows = 0;
    splits.selection.forEach(({ test }, i) => {
      error += test.spend.length * meanAbsoluteError(test.spend, fits[i]!.spend);
      rows += test.spend.length;
    });
    trace.push({ kind, mae: error / rows, rounds });
  }
  const best = trace.reduce((least, next) => (next.mae < least.mae ? next : least));
  return { kind: best.kind, rounds: best.rounds, trace };
}

/** Fits the chosen contender on `rows`. */
export function fitSpend(
  rows: LabelledRows,
  features: readonly string[],
  horizonDays: number,
  { kind, rounds }: Pick<SpendChoice, "kind" | "rounds">,
  seed: number,
): SpendModel {
  const model = {
    kind,
    features,
    horizonDays,
    trees: null,
    occurrence: null,
    amount: null,
    feature: null,
    constant: NaN,
  };
  switch (kind) {
    case "tweedie_trees":
    case "squared_trees":
      return { ...model, trees: fitTrees(TREE_LOSS[kind], rows, "spend", rounds, seed) };
    case "tweedie_glm":
      return { ...model, amount: fitTweedie(rows, features) };
    case "zero_inflated_lognormal":
      return { ...model, ...fitZeroInflated(rows, features) };
    case "btyd":
    case "same_again":
      return { ...model, feature: answeringFeature(kind, horizonDays) };
    case "mean":
      return { ...model, constant: sum(rows.spend) / rows.spend.length };
    case "none":
      return model;
  }
}

/** A model of a head that nothing could be learned for: every expectation is missing. */
export function unlearnedSpend(features: readonly string[], horizonDays: number): SpendModel {
  return fitSpend(
    {
      x: matrix(0, features.length),
      churned: new Float64Array(0),
      spend: new Float64Array(0),
      customer: new Int32Array(0),
    },
    features,
    horizonDays,
    { kind: "none", rounds: 0 },
    0,
  );
}

/** Expected spend over the horizon, one a row of `x` (n × d), at least 0. */
export function expectedSpend(model: SpendModel, x: Matrix): Float64Array {
  const { trees, occurrence, amount, feature } = model;
  if (trees) return trees.predict(x).map((value) => Math.max(0, value));
  if (amount) {
    const value = linearValues(amount, x).map(Math.exp);
    if (!occurrence) return value;
    return linearValues(occurrence, x).map((logOdds, i) => value[i]! / (1 + Math.exp(-logOdds)));
  }
  const column = feature === null ? -1 : model.features.indexOf(feature);
  const out = new Float64Array(x.rows).fill(model.constant);
  if (column < 0) return out;
  return out.map((_, i) => Math.max(0, x.data[i * x.columns + column]!));
}

/** The feature that holds what the customer spent in a window of the horizon's length, or the nearest there is. */
function answeringFeature(kind: "btyd" | "same_again", horizonDays: number): string {
  if (kind === "btyd") return "btyd_expected_spend";
  return horizonDays >= 135 ? "spend_180d" : horizonDays >= 60 ? "spend_90d" : "spend_30d";
}

/** The kinds that can be judged on these splits and can answer about the rows `newest`. */
function contenders(
  splits: Splits,
  features: readonly string[],
  horizonDays: number,
  newest: Matrix,
): SpendKind[] {
  return SPEND_KINDS.filter((kind) => {
    if (kind !== "btyd" && kind !== "same_again") return true;
    const column = features.indexOf(answeringFeature(kind, horizonDays));
    return (
      column >= 0 &&
      [newest, splits.test.test.x, ...splits.selection.map(({ test }) => test.x)].every((x) =>
        isKnown(x, column),
      )
    );
  });
}

/** Whether every row has a value in the column. */
function isKnown({ data, columns }: Matrix, column: number): boolean {
  for (let i = column; i < data.length; i += columns) if (Number.isNaN(data[i])) return false;
  return true;
}

function fitOnSelection(
  kind: SpendKind,
  { train, test }: Split,
  features: readonly string[],
  horizonDays: number,
  seed: number,
) {
  if (kind === "tweedie_trees" || kind === "squared_trees") {
    const trees = fitTreesStopping(TREE_LOSS[kind], train, test, "spend", seed);
    return {
      spend: trees.predict(test.x).map((value) => Math.max(0, value)),
      rounds: Math.max(1, trees.rounds),
    };
  }
  const model = fitSpend(train, features, horizonDays, { kind, rounds: 0 }, seed);
  return { spend: expectedSpend(model, test.x), rounds: 0 };
}

function fitTweedie(rows: LabelledRows, features: readonly string[]): LinearPredictor {
  const design = fitDesign(rows.x, features);
  const { coefficients, intercept } = new TweedieGlm({ l2: 10 }).fit(applyDesign(design, rows.x), rows.spend);
  return { ...design, coefficients, intercept };
}

function fitZeroInflated(
  rows: LabelledRows,
  features: readonly string[],
): { occurrence: LinearPredictor; amount: LinearPredictor } {
  const design: Design = fitDesign(rows.x, features);
  const fit = new ZeroInflatedLognormal({ l2: 10 }).fit(applyDesign(design, rows.x), rows.spend);
  return {
    occurrence: { ...design, coefficients: fit.occurrence.coefficients, intercept: fit.occurrence.intercept },
    amount: { ...design, coefficients: fit.amount.coefficients, intercept: fit.amount.intercept },
  };
}

/** Rows in which something was bought. */
export function countBuyers({ spend }: LabelledRows): number {
  let count = 0;
  for (const value of spend) if (value > 0) count++;
  return count;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
