import type { Matrix } from "../../learning/matrix";
import type { LabelledRows } from "../judging/labelled-rows";
import { fitKeptShare, type KeptShare, keptShares } from "./kept-share";
import { fitMember, linearRows, membersSpend, possibleMembers, type SpendMember } from "./spend-members";

/** With fewer buyers in the training windows, everyone gets the mean spend. */
export const LEAST_BUYERS = 100;

/** `blend` of members, the same `mean` for everyone, or `none`: nothing could be learned. */
export type SpendKind = "blend" | "mean" | "none";

/** The lifetime-value model of one head: expected spend over the horizon, learned as paid. */
export interface SpendModel {
  readonly kind: SpendKind;
  readonly features: readonly string[];
  readonly horizonDays: number;
  /** `blend`: its members, whose geometric mean ranks customers. Equal weights did best; those add up to 1. */
  readonly members: readonly { readonly weight: number; readonly member: SpendMember }[];
  /** `blend`: a member that expects less of a customer counts as expecting this much. */
  readonly floor: number;
  /** `blend`: the factor that gives the total forecast for the coming window. */
  readonly totalFactor: number;
  /** `mean`: the answer. */
  readonly constant: number;
  /** The share of it that is kept; null if spend is forecast as paid. */
  readonly keptShare: KeptShare | null;
}

/** The floor of a member's expectation, as a share of the mean spend. */
const FLOOR_SHARE = 1e-3;

/**
 * Fits all members that `rows` allow and that can score `asked`, trees only with a seed; the total is still that of no
 * window in particular.
 */
export function fitSpend(
  rows: LabelledRows,
  features: readonly string[],
  horizonDays: number,
  asked: readonly Matrix[],
  treeSeed: number | null,
): SpendModel {
  const mean = rows.spend.reduce((sum, value) => sum + value, 0) / rows.spend.length;
  const model = {
    features,
    horizonDays,
    totalFactor: 1,
    keptShare: fitKeptShare(rows, features),
  };
  if (countBuyers(rows) < LEAST_BUYERS)
    return { ...model, kind: "mean", members: [], floor: NaN, constant: mean };
  const kinds = possibleMembers(rows, features, asked, treeSeed !== null);
  const linear = linearRows(rows, features);
  return {
    ...model,
    kind: "blend",
    members: kinds.map((kind) => ({
      weight: 1 / kinds.length,
      member: fitMember(kind, rows, features, treeSeed ?? 0, () => linear),
    })),
    floor: FLOOR_SHARE * mean,
    constant: NaN,
  };
}

/** A model of a head that could not be learned: every expectation is missing. */
export function unlearnedSpend(features: readonly string[], horizonDays: number): SpendModel {
  return {
    kind: "none",
    features,
    horizonDays,
    members: [],
    floor: NaN,
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
  if (model.kind !== "blend") return new Float64Array(x.rows).fill(model.totalFactor * model.constant);
  const logs = new Float64Array(x.rows);
  const weights = new Float64Array(x.rows);
  const told = membersSpend(
    model.members.map(({ member }) => member),
    x,
    model.features,
  );
  for (const [k, spend] of told.entries()) {
    const { weight } = model.members[k]!;
    for (let i = 0; i < logs.length; i++) {
      // A member that cannot say anything about a customer leaves it to the others.
      if (Number.isNaN(spend[i])) continue;
      logs[i]! += weight * Math.log(Math.max(spend[i]!, model.floor));
      weights[i]! += weight;
    }
  }
  return logs.map((value, i) => model.totalFactor * Math.exp(value / weights[i]!));
}

/** Rows with a purchase. */
export function countBuyers({ spend }: Pick<LabelledRows, "spend">): number {
  let count = 0;
  for (const value of spend) if (value > 0) count++;
  return count;
}
