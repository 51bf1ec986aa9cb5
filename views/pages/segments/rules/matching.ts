import { historyOfModel } from "../../../../src/answers/history";
import type { RuleFacts } from "../../../../src/answers/rules/facts";
import { matchRule, needsOfRule } from "../../../../src/answers/rules/match-rule";
import type { Rule } from "../../../../src/answers/rules/rule";
import { answerRule, type RuleAnswer } from "../../../../src/answers/rules/rule-answer";
import { UnansweredRuleError } from "../../../../src/answers/rules/rule-error";
import { rowsWith } from "../../../../src/answers/rules/truth";
import type { ApiContext } from "../../../../src/api/context";
import type { ShownModel } from "../../../model-page";
import type { StartingPoint } from "./starting-points";

/** Whom a rule holds for and what they are worth, or why this model cannot tell. */
export type Matching =
  | { readonly answer: RuleAnswer; readonly unanswered: null }
  | { readonly answer: null; readonly unanswered: string };

type Files = Pick<ApiContext, "blobs">;

export async function matching(files: Files, shown: ShownModel, rule: Rule): Promise<Matching> {
  const facts = await factsFor(files, shown, rule);
  try {
    return { answer: answerRule(rule, facts), unanswered: null };
  } catch (error) {
    if (!(error instanceof UnansweredRuleError)) throw error;
    return { answer: null, unanswered: error.message };
  }
}

/** What the rule is answered from in an open model. */
export async function factsFor(
  files: Files,
  { row, model, advice }: Pick<ShownModel, "row" | "model" | "advice">,
  rule: Rule,
): Promise<RuleFacts> {
  const history = await historyOfModel(files, row.artifactPrefix, model, needsOfRule(rule));
  return { customers: model.customers, advice, history };
}

/** Those of the segments to begin with that hold anybody, and how many. */
export async function countedPoints(
  files: Files,
  shown: ShownModel,
  points: readonly StartingPoint[],
): Promise<(StartingPoint & { readonly customers: number })[]> {
  const counted = await Promise.all(
    points.map(async (point) => {
      const rows = rowsWith(matchRule(point.rule, await factsFor(files, shown, point.rule)));
      return { ...point, customers: rows.length };
    }),
  );
  return counted.filter(({ customers }) => customers > 0);
}
