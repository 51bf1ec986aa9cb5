import type { RuleFacts } from "./facts";
import { matchRule } from "./match-rule";
import type { Rule } from "./rule";
import { rowsWith, YES } from "./truth";

/** Who came into a segment and who left it between two models. */
export interface SegmentChange {
  /** How many fit the rule in the earlier model, and in the later one. */
  readonly before: number;
  readonly after: number;
  /** Rows of the later model: in it now and not before; customers whom the earlier model did not know are among them. */
  readonly entries: Int32Array;
  /** Rows of the later model: in it before and not now. */
  readonly exits: Int32Array;
  /** In it before, and unknown to the later model. */
  readonly gone: number;
}

/** Evaluates the rule on both models. Throws an UnansweredRuleError if either lacks what it asks. */
export function segmentChange(rule: Rule, earlier: RuleFacts, later: RuleFacts): SegmentChange {
  const [was, is] = [matchRule(rule, earlier), matchRule(rule, later)];
  const entries: number[] = [];
  const exits: number[] = [];
  let stillThere = 0;
  for (let row = 0; row < is.length; row++) {
    const before = earlier.customers.rowOf(later.customers.id(row));
    const wasIn = before !== undefined && was[before] === YES;
    if (wasIn) stillThere++;
    if (is[row] === YES && !wasIn) entries.push(row);
    else if (wasIn && is[row] !== YES) exits.push(row);
  }
  const before = rowsWith(was).length;
  return {
    before,
    after: rowsWith(is).length,
    entries: Int32Array.from(entries),
    exits: Int32Array.from(exits),
    gone: before - stillThere,
  };
}
