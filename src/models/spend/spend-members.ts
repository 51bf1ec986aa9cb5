import type { GradientBoostedTrees } from "../../learning/boosting/gradient-boosted-trees";
import { type Matrix, takeRows } from "../../learning/matrix";
import { TweedieGlm } from "../../learning/tweedie-glm";
import { ZeroInflatedLognormal } from "../../learning/zero-inflated-lognormal";
import { knownSigns } from "../churn/known-signs";
import type { LabelledRows } from "../judging/labelled-rows";
import { applyDesign, fitDesign, type LinearPredictor, linearValues } from "../linear-predictor";
import { type ChosenTrees, type Examples, growTrees, type TreeTask } from "../trees";

/** L2 penalty of the linear members; columns are standardised. */
const LINEAR_L2 = 100;

/** The members that a blend of expected spend can have. */
export const SPEND_MEMBERS = [
  "btyd",
  "same_again",
  "tweedie_glm",
  "zero_inflated_lognormal",
  "tweedie_trees",
  "hurdle_trees",
] as const;
export type SpendMemberKind = (typeof SPEND_MEMBERS)[number];

/** A fitted member. Each predicts an amount ≥ 0 a row. */
export type SpendMember =
  /** The feature that is the prediction: the buy-till-you-die model's expectation, or spend in the last period. */
  | { readonly kind: "btyd" | "same_again"; readonly feature: string }
  /** e^amount. */
  | { readonly kind: "tweedie_glm"; readonly amount: LinearPredictor }
  /** P(buys) by log-odds `occurrence`, times e^amount. */
  | {
      readonly kind: "zero_inflated_lognormal";
      readonly occurrence: LinearPredictor;
      readonly amount: LinearPredictor;
    }
  /** unit · e^margin. */
  | { readonly kind: "tweedie_trees"; readonly trees: GradientBoostedTrees; readonly unit: number }
  /** P(buys) times the median amount of buyers, e^margin: smallest error per customer, but low in total. */
  | {
      readonly kind: "hurdle_trees";
      readonly occurrence: GradientBoostedTrees;
      readonly amount: GradientBoostedTrees;
    };

/** What was chosen for the members that grow trees. */
export interface SpendTrees {
  readonly tweedie: ChosenTrees;
  readonly occurrence: ChosenTrees;
  readonly amount: ChosenTrees;
}

/** Fits a member on `rows`. */
export function fitMember(
  kind: SpendMemberKind,
  rows: LabelledRows,
  features: readonly string[],
  horizonDays: number,
  trees: SpendTrees,
  seed: number,
): SpendMember {
  switch (kind) {
    case "btyd":
    case "same_again":
      return { kind, feature: answeringFeature(kind, horizonDays) };
    case "tweedie_glm":
    case "zero_inflated_lognormal":
      return fitLinearMember(kind, rows, features);
    case "tweedie_trees": {
      const { examples, unit } = tweedieExamples(rows);
      return { kind, unit, trees: growTrees(SPEND_TREES.tweedie(features, seed), examples, trees.tweedie) };
    }
    case "hurdle_trees":
      return {
        kind,
        occurrence: growTrees(
          SPEND_TREES.occurrence(features, seed),
          occurrenceExamples(rows),
          trees.occurrence,
        ),
        amount: growTrees(SPEND_TREES.amount(features, seed), amountExamples(rows), trees.amount),
      };
  }
}

/** A member's prediction, one a row of `x` (n × d, the head's features), ≥ 0; NaN if its feature is missing. */
export function memberSpend(member: SpendMember, x: Matrix, features: readonly string[]): Float64Array {
  switch (member.kind) {
    case "btyd":
    case "same_again": {
      const column = features.indexOf(member.feature);
      return Float64Array.from({ length: x.rows }, (_, i) => Math.max(0, x.data[i * x.columns + column]!));
    }
    case "tweedie_glm":
      return linearValues(member.amount, x).map(Math.exp);
    case "zero_inflated_lognormal":
      return likelyAmount(linearValues(member.occurrence, x), linearValues(member.amount, x));
    case "tweedie_trees":
      return member.trees.margin(x).map((margin) => member.unit * Math.exp(margin));
    case "hurdle_trees":
      return likelyAmount(member.occurrence.margin(x), member.amount.margin(x));
  }
}

/** P(buys) · e^log amount. */
export function likelyAmount(logOdds: Float64Array, logAmount: Float64Array): Float64Array {
  return logOdds.map((value, i) => Math.exp(logAmount[i]!) / (1 + Math.exp(-value)));
}

/** The feature with the customer's spend in a window of the horizon's length, or the nearest one. */
export function answeringFeature(kind: "btyd" | "same_again", horizonDays: number): string {
  if (kind === "btyd") return "btyd_expected_spend";
  return horizonDays >= 135 ? "spend_180d" : horizonDays >= 60 ? "spend_90d" : "spend_30d";
}

/** The training target of each kind of trees. */
export const SPEND_TREES: Readonly<
  Record<keyof SpendTrees, (features: readonly string[], seed: number) => TreeTask>
> = {
  tweedie: (features, seed) => ({
    loss: { tweedie: 1.5 },
    signs: knownSigns("spending", features),
    seed,
  }),
  occurrence: (features, seed) => ({
    loss: "logistic",
    signs: knownSigns("leaving", features).map((sign) => -sign + 0),
    seed,
  }),
  amount: (features, seed) => ({ loss: "squared", signs: knownSigns("spending", features), seed }),
};

/** Spend in units of its mean, so that the meaning of tree penalties does not depend on the currency. */
export function tweedieExamples({ x, spend }: LabelledRows): { examples: Examples; unit: number } {
  const mean = spend.reduce((sum, value) => sum + value, 0) / spend.length;
  const unit = mean > 0 ? mean : 1;
  return { examples: { x, y: spend.map((value) => value / unit) }, unit };
}

/** Targets for whether a customer buys at all: 1 if they spend, else 0. */
export function occurrenceExamples({ x, spend }: LabelledRows): Examples {
  return { x, y: spend.map((value) => (value > 0 ? 1 : 0)) };
}

/** Logs of what buyers spend. */
export function amountExamples({ x, spend }: LabelledRows): Examples {
  const buyers: number[] = [];
  for (let i = 0; i < spend.length; i++) if (spend[i]! > 0) buyers.push(i);
  return { x: takeRows(x, buyers), y: Float64Array.from(buyers, (i) => Math.log(spend[i]!)) };
}

function fitLinearMember(
  kind: "tweedie_glm" | "zero_inflated_lognormal",
  rows: LabelledRows,
  features: readonly string[],
): SpendMember {
  const design = fitDesign(rows.x, features);
  const columns = applyDesign(design, rows.x);
  const predictor = (part: { coefficients: Float64Array; intercept: number }): LinearPredictor => ({
    ...design,
    coefficients: part.coefficients,
    intercept: part.intercept,
  });
  if (kind === "tweedie_glm") {
    return { kind, amount: predictor(new TweedieGlm({ l2: LINEAR_L2 }).fit(columns, rows.spend)) };
  }
  const { occurrence, amount } = new ZeroInflatedLognormal({ l2: LINEAR_L2 }).fit(columns, rows.spend);
  return { kind, occurrence: predictor(occurrence), amount: predictor(amount) };
}
