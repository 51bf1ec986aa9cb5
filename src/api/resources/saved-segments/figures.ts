import { t } from "elysia";
import type { RuleFacts } from "../../../answers/rules/facts";
import { needsOfRule } from "../../../answers/rules/match-rule";
import { parseRule } from "../../../answers/rules/parse-rule";
import type { Rule } from "../../../answers/rules/rule";
import { answerRule } from "../../../answers/rules/rule-answer";
import { UserError } from "../../../errors";

/** The customers who match a rule, in figures. */
export const Figures = t.Object({
  customers: t.Integer({ description: "How many fit the rule." }),
  unknown: t.Integer({
    description:
      "Of so many it is not known, because what the rule asks of them is not: they are not counted in.",
  }),
  revenue: t.Number({ description: "Their spend so far, in the file's currency." }),
  expected_spend: t.Number({ description: "What they are expected to spend." }),
  paying: t.Integer({ description: "So many of them a contact pays for." }),
  expected_gain: t.Number({ description: "Expected gain of contacting those, on the tenant's terms." }),
  gain_low: t.Number({ description: "Four in five outcomes should lie above." }),
  gain_high: t.Number({ description: "Four in five outcomes should lie below." }),
  doubts: t.Array(t.String(), {
    description:
      "What the rule names and the model does not know, such as a misspelled country; nobody has it.",
  }),
});

export const FIGURES_EXAMPLE = {
  customers: 281,
  unknown: 0,
  revenue: 1204311.5,
  expected_spend: 310208.4,
  paying: 94,
  expected_gain: 5120.7,
  gain_low: 3902.1,
  gain_high: 6410.2,
  doubts: [],
};

/** Throws an UnansweredRuleError if the model lacks what the rule asks. */
export function figuresOf(rule: Rule, facts: RuleFacts) {
  const { rows, unknown, revenue, expectedSpend, gain, doubts } = answerRule(rule, facts);
  return {
    customers: rows.length,
    unknown,
    revenue,
    expected_spend: expectedSpend,
    paying: gain.customers,
    expected_gain: gain.expected,
    gain_low: gain.low,
    gain_high: gain.high,
    doubts,
  };
}

/** The figures of a saved rule, or why there are none: a saved segment may ask what another model knew. */
export async function figuresOrProblem(
  text: string,
  factsFor: (needs: ReturnType<typeof needsOfRule>) => Promise<RuleFacts>,
) {
  try {
    const rule = parseRule(text);
    return { figures: figuresOf(rule, await factsFor(needsOfRule(rule))), problem: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { figures: null, problem: error.message };
  }
}
