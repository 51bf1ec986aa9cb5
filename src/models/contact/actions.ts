import { UNPAID_ACTIONS } from "../segments/segment-names";

/** What to do about one customer, beyond the segment's action. */
export interface ActionRule {
  /** From this probability of leaving on, doing nothing costs more than a contact: the churn model's cost threshold. */
  readonly atRisk: number;
  /** Above this expected spend a customer is worth a personal contact: three in four do not exceed it. */
  readonly worthACall: number;
}

/** The action for a valuable customer at risk whom a contact pays for. */
export const CALL = "Call or write personally now: worth more than three in four customers, and may leave";
/** The action for a customer who has kept nothing, whatever the segment. */
export const SENT_BACK = "Leave out of offers: everything bought was sent back; find out why first";
/** The action for a customer on whom a contact would lose money, whatever the segment. */
export const NO_CONTACT = "No paid contact now: it would cost more than it should bring";
/** The action for a customer whom a contact pays for in a segment that costs nothing otherwise. */
export const OFFER = "Send an offer: it should bring more than it costs";

/** The rule for customers with these expectations (NaN if unknown). */
export function actionRule(atRisk: number, expectedSpend: Float64Array): ActionRule {
  const known = expectedSpend.filter((value) => !Number.isNaN(value)).sort();
  return {
    atRisk,
    worthACall: known.length > 0 ? known[Math.ceil(known.length * 0.75) - 1]! : Infinity,
  };
}

/** Whether a customer is at risk and worth more than most; false if either is unknown. */
export function isWorthACall({ atRisk, worthACall }: ActionRule, churn: number, spend: number): boolean {
  return churn >= atRisk && spend > worthACall;
}

/** What an action depends on; NaN if unknown. */
export interface ActionFacts {
  readonly churn: number;
  /** Expected spend, net of returns. */
  readonly spend: number;
  /** Share of the spend so far that was sent back, 0 to 1. */
  readonly returned: number;
  /** Expected gain of a contact. */
  readonly gain: number;
}

/**
 * The customer's action: the segment's, unless a contact would lose money, the customer is at risk and worth more than
 * most, or has sent everything back. If the gain is unknown, nobody is called.
 */
export function recommendAction(
  rule: ActionRule,
  segmentAction: string,
  { churn, spend, returned, gain }: ActionFacts,
): string {
  if (returned >= 1) return SENT_BACK;
  if (gain <= 0) return NO_CONTACT;
  if (!(gain > 0)) return segmentAction;
  if (isWorthACall(rule, churn, spend)) return CALL;
  return UNPAID_ACTIONS.has(segmentAction) ? OFFER : segmentAction;
}
