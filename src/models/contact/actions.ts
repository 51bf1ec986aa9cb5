/** What to do about one customer, beyond the segment's action. */
export interface ActionRule {
  /** From this probability of leaving on, doing nothing costs more than a contact: the churn model's cost threshold. */
  readonly atRisk: number;
  /** Above this expected spend a customer is worth a personal contact: three in four do not exceed it. */
  readonly worthACall: number;
}

/** The action for a valuable customer at risk. */
export const CALL =
  "Call or write personally now: worth more than three in four customers, and at risk of leaving";
/** The action for a customer who has kept nothing, whatever the segment. */
export const SENT_BACK = "Leave out of offers: everything bought was sent back; find out why first";

/** The rule for customers with these expectations (NaN if unknown). */
export function actionRule(atRisk: number, expectedSpend: Float64Array): ActionRule {
  const known = expectedSpend.filter((value) => !Number.isNaN(value)).sort();
  return {
    atRisk,
    worthACall: known.length > 0 ? known[Math.ceil(known.length * 0.75) - 1]! : Infinity,
  };
}

/**
 * The customer's action: the segment's, unless the customer is at risk and worth more than most, or has sent everything
 * back. `expectedSpend` is net of returns, `returned` the share of the spend so far that was sent back, 0 to 1.
 */
export function recommendAction(
  rule: ActionRule,
  segmentAction: string,
  churnProbability: number,
  expectedSpend: number,
  returned = 0,
): string {
  if (returned >= 1) return SENT_BACK;
  return churnProbability >= rule.atRisk && expectedSpend > rule.worthACall ? CALL : segmentAction;
}
