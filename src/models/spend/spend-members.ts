import type { GradientBoostedTrees } from "../../learning/boosting/gradient-boosted-trees";
import type { Matrix } from "../../learning/matrix";
import { TweedieGlm } from "../../learning/tweedie-glm";
import { ZeroInflatedLognormal } from "../../learning/zero-inflated-lognormal";
import { knownSigns } from "../churn/known-signs";
import { type LabelledRows, sumByCutoff } from "../judging/labelled-rows";
import {
  type Design,
  LINEAR_TOLERANCE,
  type LinearPredictor,
  layOut,
  linearValuesAlike,
} from "../linear-predictor";
import { growTrees, TREE_SHAPE } from "../trees";
import { withWindowMarks } from "../window-marks";

/** L2 penalty of the linear members; columns are standardised. */
const LINEAR_L2 = 100;
const TWEEDIE_POWER = 1.5;

/** The members of expected spend. */
export const SPEND_MEMBERS = ["btyd", "tweedie_glm", "zero_inflated_lognormal", "tweedie_trees"] as const;
export type SpendMemberKind = (typeof SPEND_MEMBERS)[number];

/**
 * A fitted member, which predicts an amount ≥ 0 a row. Each window has a level of its own in every fit, as in
 * `ChurnMembers`.
 */
export type SpendMember =
  /** The feature that is the prediction: the purchase model's expectation. */
  | { readonly kind: "btyd"; readonly feature: string }
  /** e^amount. */
  | { readonly kind: "tweedie_glm"; readonly amount: LinearPredictor }
  /** P(buys) by log-odds `occurrence`, times e^amount. */
  | {
      readonly kind: "zero_inflated_lognormal";
      readonly occurrence: LinearPredictor;
      readonly amount: LinearPredictor;
    }
  /** unit · e^margin. */
  | { readonly kind: "tweedie_trees"; readonly trees: GradientBoostedTrees; readonly unit: number };

/** What the buy-till-you-die member says; it cannot be asked about a customer without it. */
export const BTYD_FEATURE = "btyd_expected_spend";

/** The members that can be learned from `rows` and asked about all of `asked`; with trees if they are wanted. */
export function possibleMembers(
  { x }: LabelledRows,
  features: readonly string[],
  asked: readonly Matrix[],
  withTrees: boolean,
): SpendMemberKind[] {
  const column = features.indexOf(BTYD_FEATURE);
  const canAsk =
    column >= 0 && 2 * knownRows(x, column) >= x.rows && asked.every((a) => knownRows(a, column) === a.rows);
  return SPEND_MEMBERS.filter((kind) => (kind === "btyd" ? canAsk : kind !== "tweedie_trees" || withTrees));
}

/** Fits a member on `rows`; `linear` is their layout, if it is at hand. */
export function fitMember(
  kind: SpendMemberKind,
  rows: LabelledRows,
  features: readonly string[],
  seed: number,
  linear = (): LinearRows => linearRows(rows, features),
): SpendMember {
  switch (kind) {
    case "btyd":
      return { kind, feature: BTYD_FEATURE };
    case "tweedie_glm":
    case "zero_inflated_lognormal":
      return fitLinearMember(kind, linear(), rows.spend);
    case "tweedie_trees":
      return fitTreeMember(rows, features, seed);
  }
}

/** A member's prediction, one a row of `x` (n × d, the head's features), ≥ 0; NaN if its feature is missing. */
export function memberSpend(member: SpendMember, x: Matrix, features: readonly string[]): Float64Array {
  return membersSpend([member], x, features)[0]!;
}

/** The predictions of several members. Linear ones of one fit share the columns of their design. */
export function membersSpend(
  members: readonly SpendMember[],
  x: Matrix,
  features: readonly string[],
): Float64Array[] {
  const parts = members.flatMap(linearParts);
  const values = new Map<LinearPredictor, Float64Array>();
  for (const design of parts) {
    if (values.has(design)) continue;
    const alike = parts.filter((part) => part.unit === design.unit && part.mean === design.mean);
    linearValuesAlike(design, alike, x).forEach((told, i) => {
      values.set(alike[i]!, told);
    });
  }
  return members.map((member) => amounts(member, (part) => values.get(part)!, x, features));
}

function amounts(
  member: SpendMember,
  valuesOf: (part: LinearPredictor) => Float64Array,
  x: Matrix,
  features: readonly string[],
): Float64Array {
  switch (member.kind) {
    case "btyd": {
      const column = features.indexOf(member.feature);
      return Float64Array.from({ length: x.rows }, (_, i) => Math.max(0, x.data[i * x.columns + column]!));
    }
    case "tweedie_glm":
      return valuesOf(member.amount).map(Math.exp);
    case "zero_inflated_lognormal": {
      const logAmount = valuesOf(member.amount);
      return valuesOf(member.occurrence).map((value, i) => Math.exp(logAmount[i]!) / (1 + Math.exp(-value)));
    }
    case "tweedie_trees":
      return member.trees.margin(x).map((margin) => member.unit * Math.exp(margin));
  }
}

function linearParts(member: SpendMember): LinearPredictor[] {
  if (member.kind === "tweedie_glm") return [member.amount];
  return member.kind === "zero_inflated_lognormal" ? [member.amount, member.occurrence] : [];
}

/** The feature with the customer's spend in a window of the horizon's length, or the nearest one. */
export function lastPeriodFeature(horizonDays: number): string {
  return horizonDays >= 135 ? "spend_180d" : horizonDays >= 60 ? "spend_90d" : "spend_30d";
}

/** Tweedie trees, in units of the newest window's mean, so that penalties do not depend on the currency. */
function fitTreeMember(
  { x, spend, cutoff }: LabelledRows,
  features: readonly string[],
  seed: number,
): SpendMember {
  const rows = sumByCutoff(cutoff, new Float64Array(cutoff.length).fill(1));
  const means = new Map([...sumByCutoff(cutoff, spend)].map(([at, sum]) => [at, sum / rows.get(at)!]));
  const overall = spend.reduce((sum, value) => sum + value, 0) / spend.length;
  // A window without any purchase would begin at an infinite margin.
  const meanAt = (at: number) => Math.max(means.get(at)!, 0.01 * overall);
  const unit = meanAt(Math.max(...means.keys()));
  const trees = growTrees(
    { loss: { tweedie: TWEEDIE_POWER }, signs: knownSigns("spending", features), seed },
    { x, y: spend.map((value) => value / unit) },
    TREE_SHAPE,
    { base: 1, offset: cutoff.map((at) => Math.log(meanAt(at) / unit)) },
  );
  return { kind: "tweedie_trees", unit, trees };
}

/** What the linear members learn from, laid out once for both of them. */
export interface LinearRows {
  readonly design: Design;
  /** The design's columns, then a mark for each window but the newest. */
  readonly marked: Matrix;
}

export function linearRows({ x, cutoff }: LabelledRows, features: readonly string[]): LinearRows {
  const { design, columns } = layOut(x, features);
  return { design, marked: withWindowMarks(columns, Array.from(features.keys()), cutoff) };
}

function fitLinearMember(
  kind: "tweedie_glm" | "zero_inflated_lognormal",
  { design, marked }: LinearRows,
  spend: Float64Array,
): SpendMember {
  const settings = { l2: LINEAR_L2, tolerance: LINEAR_TOLERANCE };
  const predictor = (part: { coefficients: Float64Array; intercept: number }): LinearPredictor => ({
    ...design,
    coefficients: part.coefficients.slice(0, design.unit.length),
    intercept: part.intercept,
  });
  if (kind === "tweedie_glm") return { kind, amount: predictor(new TweedieGlm(settings).fit(marked, spend)) };
  const { occurrence, amount } = new ZeroInflatedLognormal(settings).fit(marked, spend);
  return { kind, occurrence: predictor(occurrence), amount: predictor(amount) };
}

function knownRows({ data, columns }: Matrix, column: number): number {
  let known = 0;
  for (let i = column; i < data.length; i += columns) if (!Number.isNaN(data[i])) known++;
  return known;
}
