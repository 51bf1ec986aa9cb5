import type { Gain } from "../../models/contact/gain";
import { type AudienceSums, audienceSums } from "../audience";
import { doubtsOf } from "./choices";
import type { RuleFacts } from "./facts";
import { matchRule } from "./match-rule";
import type { Rule } from "./rule";
import { rowsWith, UNKNOWN } from "./truth";

/** The customers who match a rule, and what they are worth. Money in the file's currency. */
export interface RuleAnswer extends AudienceSums {
  /** Rows of the customer table, ascending. */
  readonly rows: Int32Array;
  /** Of them all, so many are neither in nor out: what the rule asks of them is not known. */
  readonly unknown: number;
  /** Of contacting those whom a contact pays for; it says how many they are. */
  readonly gain: Gain;
  /** What the rule names and the model does not know, a sentence each. */
  readonly doubts: readonly string[];
}

/** Throws an UnansweredRuleError if the model lacks what the rule asks. */
export function answerRule(rule: Rule, facts: RuleFacts): RuleAnswer {
  const { customers, advice } = facts;
  const truth = matchRule(rule, facts);
  const rows = rowsWith(truth);
  let unknown = 0;
  for (let row = 0; row < truth.length; row++) if (truth[row] === UNKNOWN) unknown++;
  const paying = rows.filter((row) => advice.pays(row));
  return {
    rows,
    unknown,
    ...audienceSums(customers, rows),
    gain: advice.sum(paying),
    doubts: doubtsOf(rule, facts),
  };
}
