/** What to do about one customer, beyond what is done about the segment. */
export interface ActionRule {
  /** At or above this probability of leaving, doing nothing costs more than a contact: the churn model's threshold by cost. */
  readonly atRisk: number;
  /** Above this expected spend a customer is worth a personal contact: what three in four do not exceed. */
  readonly worthACall: number;
}

/** The rule for customers with these expectations (NaN where not known). */
export function actionRule(atRisk: number, expectedSpend: Float64Array): ActionRule {
  const known = expectedSpend.filter((value) => !Number.isNaN(value)).sort();
  return {
    atRisk,
    worthACall: known.length > 0 ? known[Math.ceil(known.length * 0.75) - 1]! : Infinity,
  };
}

/**
 * The customer's action: the segment's, unless the customer is at risk and worth more than most.
 */
export function recommendAction(
  rule: ActionRule,
  segmentAction: string,
  churnProbability: number,
  expectedSpend: number,
): string {
  if (churnProbability >= rule.atRisk && expectedSpend > rule.worthACall) {
    return "Call or write personally now: worth more than three in four customers, and at risk of leaving";
  }
  return segmentAction;
}
