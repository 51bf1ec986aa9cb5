import { type BoostedTreesState, GradientBoostedTrees } from "../../learning/boosting/gradient-boosted-trees";
import type { SpendModel } from "./lifetime-value";
import type { SpendMember } from "./spend-members";

/** A lifetime-value model as plain data, which threads can pass on. */
export interface SpendModelState extends Omit<SpendModel, "members"> {
  readonly members: readonly { readonly weight: number; readonly member: MemberState }[];
}

type MemberState =
  | Exclude<SpendMember, { readonly kind: "tweedie_trees" | "hurdle_trees" }>
  | { readonly kind: "tweedie_trees"; readonly trees: BoostedTreesState; readonly unit: number }
  | {
      readonly kind: "hurdle_trees";
      readonly occurrence: BoostedTreesState;
      readonly amount: BoostedTreesState;
    };

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
  switch (member.kind) {
    case "tweedie_trees":
      return { ...member, trees: member.trees.toState() };
    case "hurdle_trees":
      return { ...member, occurrence: member.occurrence.toState(), amount: member.amount.toState() };
    default:
      return member;
  }
}

function memberFromState(state: MemberState): SpendMember {
  const trees = (of: BoostedTreesState) => GradientBoostedTrees.fromState(of);
  switch (state.kind) {
    case "tweedie_trees":
      return { ...state, trees: trees(state.trees) };
    case "hurdle_trees":
      return { ...state, occurrence: trees(state.occurrence), amount: trees(state.amount) };
    default:
      return state;
  }
}
