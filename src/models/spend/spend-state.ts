import { type BoostedTreesState, GradientBoostedTrees } from "../../learning/boosting/gradient-boosted-trees";
import type { SpendModel } from "./lifetime-value";
import type { SpendMember } from "./spend-members";

/** A lifetime-value model as plain data, which threads can pass on. */
export interface SpendModelState extends Omit<SpendModel, "members"> {
  readonly members: readonly { readonly weight: number; readonly member: MemberState }[];
}

type MemberState =
  | Exclude<SpendMember, { readonly kind: "tweedie_trees" }>
  | { readonly kind: "tweedie_trees"; readonly trees: BoostedTreesState; readonly unit: number };

export function spendModelState(model: SpendModel): SpendModelState {
  return {
    ...model,
    members: model.members.map(({ weight, member }) => ({ weight, member: memberState(member) })),
  };
}

export function spendModelFromState(state: SpendModelState): SpendModel {
  return {
    ...state,
    members: state.members.map(({ weight, member }) => ({ weight, member: memberFromState(member) })),
  };
}

function memberState(member: SpendMember): MemberState {
  return member.kind === "tweedie_trees" ? { ...member, trees: member.trees.toState() } : member;
}

function memberFromState(state: MemberState): SpendMember {
  return state.kind === "tweedie_trees"
    ? { ...state, trees: GradientBoostedTrees.fromState(state.trees) }
    : state;
}
