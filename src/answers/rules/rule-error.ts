import { InputError, UserError } from "../../errors";

/** Where a rule is wrong, and how. */
export interface RuleProblem {
  /** Letters before it in the text, from 0; null for a rule that was not given as text. */
  readonly position: number | null;
  /** As it stands there; null at the end of the text. */
  readonly found: string | null;
  /** Completes "expected …". */
  readonly expected: string;
  /** What was probably meant. */
  readonly suggestion: string | null;
}

/** A rule that cannot be understood. */
export class RuleError extends UserError {
  override readonly name = "RuleError";
  override readonly status = 422;

  constructor(readonly problem: RuleProblem) {
    const { position, found, expected, suggestion } = problem;
    const where = position === null ? "In the rule" : `In the rule, at letter ${position + 1}`;
    const what = found === null ? "its end" : found;
    super(
      `${where}: expected ${expected}, found ${what}.${suggestion ? ` Did you mean ${suggestion}?` : ""}`,
    );
  }

  /** For an editor that marks it. */
  get place(): Pick<RuleProblem, "position" | "suggestion"> {
    const { position, suggestion } = this.problem;
    return { position, suggestion };
  }
}

/** A rule that this model cannot answer: it lacks the figure. */
export class UnansweredRuleError extends InputError {}
