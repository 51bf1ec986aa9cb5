import type { Reason } from "../models/churn/reasons";

/** What a model says about one customer. Wire format; null if the model could not learn it. */
export interface CustomerScores {
  readonly customer_id: string | number | null;
  readonly segment: number;
  readonly segment_name: string;
  /** Probability of no order within the churn horizon, 0 to 1. */
  readonly churn_probability: number | null;
  /** Expected spend over the spend horizon, in the file's currency. */
  readonly ltv_estimate: number | null;
  /** A contact is recommended only where its expected gain is above 0. */
  readonly recommended_action: string;
  /** Expected gain of contacting the customer now, in the file's currency. */
  readonly expected_gain: number | null;
  /** The strongest influences on the churn probability, largest first. */
  readonly reasons: readonly Reason[];
}

/** The part of an answer that depends on the customer alone, not on what a contact costs and brings. */
export type Judgement = Omit<CustomerScores, "recommended_action" | "expected_gain">;

/** The answer, with the days that the numbers are about. Wire format. */
export interface Prediction extends CustomerScores {
  readonly churn_horizon_days: number;
  /** The requested horizon, or the model's own. */
  readonly ltv_horizon_days: number;
}
