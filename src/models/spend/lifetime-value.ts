import type { Matrix } from "../../learning/matrix";
import type { LabelledRows } from "../judging/labelled-rows";
import { fitKeptShare, type KeptShare, keptShares } from "./kept-share";
import {
  fitMember,
  memberSpend,
  type SpendMember,
  type SpendMemberKind,
  type SpendTrees,
} from "./spend-members";

/** With fewer buyers in the training windows, everyone gets the mean spend. */
export const LEAST_BUYERS = 100;

/** `blend` of members, the same `mean` for everyone, or `none`: nothing could be learned. */
export type SpendKind = "blend" | "mean" | "none";

/** The lifetime-value model of one head: expected spend over the horizon, learned as paid. */
export interface SpendModel {
  readonly kind: SpendKind;
  readonly features: readonly string[];
  readonly horizonDays: number;
  /** `blend`: its members; the weights are ≥ 0 and add up to 1. */
  readonly members: readonly { readonly weight: number; readonly member: SpendMember }[];
  /** `blend`: the factor on the sum, if every rolling test was off in that direction; else 1. */
  readonly totalFactor: number;
  /** `mean`: the answer. */
  readonly constant: number;
  /** The share of it that is kept; null if spend is forecast as paid. */
  readonly keptShare: KeptShare | null;
}

/** What is chosen on held-out customers and then fixed. */
export interface SpendChoice {
  readonly kind: "blend" | "mean";
  readonly members: readonly { readonly kind: SpendMemberKind; readonly weight: number }[];
  /** Null for `mean`. */
  readonly trees: SpendTrees | null;
  readonly totalFactor: number;
}

/** Fits what was chosen on `rows`. */
export function fitSpend(
  rows: LabelledRows,
  features: readonly string[],
  horizonDays: number,
  { kind, members, trees, totalFactor }: SpendChoice,
  seed: number,
): SpendModel {
  const keptShare = fitKeptShare(rows, features);
  if (kind === "mean" || !trees) {
    const mean = rows.spend.reduce((sum, value) => sum + value, 0) / rows.spend.length;
    return { kind: "mean", features, horizonDays, members: [], totalFactor: 1, constant: mean, keptShare };
  }
  return {
    kind,
    features,
    horizonDays,
    members: members.map(({ kind, weight }) => ({
      weight,
      member: fitMember(kind, rows, features, horizonDays, trees, seed),
    })),
    totalFactor,
    constant: NaN,
    keptShare,
  };
}

/** A model of a head that could not be learned: every expectation is missing. */
export function unlearnedSpend(features: readonly string[], horizonDays: number): SpendModel {
  return {
    kind: "none",
    features,
    horizonDays,
    members: [],
    totalFactor: 1,
    constant: NaN,
    keptShare: null,
  };
}

/**
 * Expected spend over the horizon, one a row of `x` (n × d), at least 0; less expected returns, unless forecast as
 * paid.
 */
export function expectedSpend(model: SpendModel, x: Matrix): Float64Array {
  const share = keptShares(model.keptShare, x, model.features);
  return paidSpend(model, x).map((value, i) => share[i]! * value);
}

function paidSpend(model: SpendModel, x: Matrix): Float64Array {
  if (model.kind !== "blend") return new Float64Array(x.rows).fill(model.constant);
  const out = new Float64Array(x.rows);
  for (const { weight, member } of model.members) {
    const spend = memberSpend(member, x, model.features);
    for (let i = 0; i < out.length; i++) out[i]! += weight * model.totalFactor * spend[i]!;
  }
  return out;
}

/** Everyone's mean as a model: the simplest rule. */
export const MEAN_SPEND: SpendChoice = { kind: "mean", members: [], trees: null, totalFactor: 1 };

/** Rows with a purchase. */
export function countBuyers({ spend }: Pick<LabelledRows, "spend">): number {
  let count = 0;
  for (const value of spend) if (value > 0) count++;
  return count;
}
