import { UserError } from "../../errors";

/** What a contact costs and brings: set by the caller, since no order file tells. Money in the file's currency. */
export interface ContactTerms {
  /** Cost of contacting one customer, whatever the outcome; 0 or more. */
  readonly contactCost: number;
  /** Cost of the offer (a voucher, a gift), paid for each customer who takes it; 0 or more. */
  readonly offerCost: number;
  /** Share of an order's value left after the cost of the goods; above 0, at most 1. */
  readonly margin: number;
  /** Share of the customers who would have left that a contact wins back; 0 to 1. */
  readonly successRate: number;
  /** Share of the customers who would have stayed anyway that take the offer too; 0 to 1. */
  readonly redeemRate: number;
}

/** A letter with a voucher, in a shop with ordinary margins. */
export const DEFAULT_CONTACT_TERMS: ContactTerms = {
  contactCost: 1,
  offerCost: 5,
  margin: 0.3,
  successRate: 0.1,
  redeemRate: 1,
};

/** The terms in wire names. */
export type ContactTermsCard = {
  readonly contact_cost: number;
  readonly offer_cost: number;
  readonly margin: number;
  readonly success_rate: number;
  readonly redeem_rate: number;
};

export function contactTermsCard(terms: ContactTerms): ContactTermsCard {
  return {
    contact_cost: terms.contactCost,
    offer_cost: terms.offerCost,
    margin: terms.margin,
    success_rate: terms.successRate,
    redeem_rate: terms.redeemRate,
  };
}

/** Throws a UserError that lists every invalid term. */
export function checkContactTerms(terms: ContactTerms): void {
  const wrong: string[] = [];
  const check = (name: string, value: number, good: boolean, expected: string) => {
    if (!good) wrong.push(`${name} is ${value}, not ${expected}`);
  };
  const { contactCost, offerCost, margin, successRate, redeemRate } = terms;
  check("contact_cost", contactCost, contactCost >= 0 && contactCost < Infinity, "a number of 0 or more");
  check("offer_cost", offerCost, offerCost >= 0 && offerCost < Infinity, "a number of 0 or more");
  check("margin", margin, margin > 0 && margin <= 1, "a share above 0 and at most 1");
  check("success_rate", successRate, successRate >= 0 && successRate <= 1, "a share from 0 to 1");
  check("redeem_rate", redeemRate, redeemRate >= 0 && redeemRate <= 1, "a share from 0 to 1");
  if (wrong.length > 0) throw new UserError(`These terms of a contact cannot be used: ${wrong.join("; ")}.`);
}

/**
 * Expected profit of contacting one customer who orders nothing with `probability` p and is worth `valueIfKept` v
 * otherwise: p · s · (m · v − o) − (1 − p) · k · o − c, with success rate s, margin m, offer o, redeem rate k and
 * contact cost c. With k = 1 it is the profit of a retention campaign a customer of Neslin et al. ("Defection
 * Detection", Journal of Marketing Research 43(2), 2006) as written by Verbeke et al. (EJOR 218(1), 2012, eq. 2). NaN
 * if either is unknown.
 */
export function contactProfit(probability: number, valueIfKept: number, terms: ContactTerms): number {
  const { contactCost, offerCost, margin, successRate, redeemRate } = terms;
  const wonBack = successRate * (margin * valueIfKept - offerCost);
  return probability * wonBack - (1 - probability) * redeemRate * offerCost - contactCost;
}

/** The probability above which a customer of that value is worth a contact; null if there is none. */
export function leastProbability(valueIfKept: number, terms: ContactTerms): number | null {
  const { contactCost, offerCost, margin, successRate, redeemRate } = terms;
  const certain = contactCost + redeemRate * offerCost;
  const rise = successRate * (margin * valueIfKept - offerCost) + redeemRate * offerCost;
  if (certain === 0) return rise >= 0 ? 0 : null;
  const least = certain / rise;
  return least >= 0 && least <= 1 ? least : null;
}

/**
 * The value if kept above which a customer with that probability of leaving is worth a contact; null if there is none.
 */
export function leastValue(probability: number, terms: ContactTerms): number | null {
  const { contactCost, offerCost, margin, successRate, redeemRate } = terms;
  const won = probability * successRate;
  if (!(won > 0)) return null;
  const spent = contactCost + (1 - probability) * redeemRate * offerCost;
  return (spent / won + offerCost) / margin;
}

/**
 * What a customer spends over the spend horizon if they order at all: expected spend v is (1 − p) · E[spend | an order]
 * with p the probability of no order in that same time, so it is v / (1 − p). With p near 1, that divides one small
 * number by another, so it is capped at `ceiling`, which the customer's own rhythm allows, and is never less than v.
 * NaN if unknown.
 */
export function valueIfKept(expectedSpend: number, noOrder: number, ceiling: number): number {
  if (Number.isNaN(expectedSpend) || Number.isNaN(noOrder)) return NaN;
  if (expectedSpend <= 0) return 0;
  const exact = expectedSpend / (1 - noOrder);
  return Math.max(expectedSpend, Math.min(exact, ceiling));
}

/**
 * The most that a customer with a rhythm of `ordersPerDay` can be expected to spend in `days` if they order at all: the
 * mean order × (1 + rhythm × days), as a Poisson number of orders that is not 0 has a mean of at most that.
 */
export function rhythmCeiling(meanOrder: number, ordersPerDay: number, days: number): number {
  return meanOrder * (1 + ordersPerDay * days);
}
