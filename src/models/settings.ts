import type { SpendBasis } from "../customers/net-spend";
import { type ContactTerms, DEFAULT_CONTACT_TERMS } from "./action-value";

/** How much is tried: `quick` takes the usual trees and penalties, `full` searches them within a fixed number of fits. */
export type Effort = "quick" | "full";

/** What a training can be told. Every field has a default; the model card repeats them all. */
export interface TrainingSettings {
  /** Seeds every random draw. */
  readonly seed: number;
  /** Days without an order after which a customer counts as lost, the longest tried first. */
  readonly churnHorizonsDays: readonly number[];
  /** Days over which expected spend is told, the longest tried first. */
  readonly spendHorizonsDays: readonly number[];
  /** Cost of not acting on a customer who leaves, in any unit of money. */
  readonly missedChurnerCost: number;
  /** Cost of acting on a customer who would have stayed, in the same unit. */
  readonly falseAlarmCost: number;
  /** Whether spend is forecast less what customers give back, or as they pay it. */
  readonly spend: SpendBasis;
  /** What a contact costs and brings. */
  readonly contact: ContactTerms;
  /** The numbers of segments that are tried. */
  readonly segmentCounts: readonly number[];
  readonly effort: Effort;
  /** Churn and expected spend are learned from this many customers at most, drawn at random; everybody is scored. */
  readonly mostCustomersToLearnFrom: number;
}

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
