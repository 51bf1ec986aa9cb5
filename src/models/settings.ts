import type { SpendBasis } from "../customers/net-spend";
import { type ContactTerms, DEFAULT_CONTACT_TERMS } from "./contact/action-value";

/**
 * How thorough a training is: `full` tests itself up to four times; `quick` tests once, learns from the three newest
 * windows of fewer customers, grows no trees for known customers, and tries fewer groupings.
 */
export type Effort = "quick" | "full";

/** The settings of a training. Every field has a default; the model card repeats them all. */
export interface TrainingSettings {
  /** Seeds every random draw. */
  readonly seed: number;
  /** Days without an order after which a customer counts as lost, longest first. */
  readonly churnHorizonsDays: readonly number[];
  /** Days that expected spend covers, longest first. */
  readonly spendHorizonsDays: readonly number[];
  /** Cost of not acting on a customer who leaves, in any unit of money. */
  readonly missedChurnerCost: number;
  /** Cost of acting on a customer who would have stayed, in the same unit. */
  readonly falseAlarmCost: number;
  /** Whether spend is forecast net of returns, or as paid. */
  readonly spend: SpendBasis;
  /** What a contact costs and brings. */
  readonly contact: ContactTerms;
  /** The numbers of segments to try. */
  readonly segmentCounts: readonly number[];
  readonly effort: Effort;
  /** Most customers to learn churn and expected spend from, drawn at random; everyone is scored. */
  readonly mostCustomersToLearnFrom: number;
}

/** The customers that a training learns from at the most. */
export function mostCustomersOf({ effort, mostCustomersToLearnFrom }: TrainingSettings): number {
  return effort === "quick"
    ? Math.min(MOST_CUSTOMERS_OF_QUICK, mostCustomersToLearnFrom)
    : mostCustomersToLearnFrom;
}

const MOST_CUSTOMERS_OF_QUICK = 10_000;

export const DEFAULT_SETTINGS: TrainingSettings = {
  seed: 42,
  churnHorizonsDays: [90, 60, 30],
  spendHorizonsDays: [180, 90, 60, 30],
  missedChurnerCost: 20,
  falseAlarmCost: 5,
  spend: "net",
  contact: DEFAULT_CONTACT_TERMS,
  segmentCounts: [3, 4, 5, 6, 7, 8],
  effort: "full",
  mostCustomersToLearnFrom: 20_000,
};
