import type { Reason } from "../models/churn/reasons";

/** The answer about one customer. Wire format; null if the model could not learn it. */
export interface Prediction {
  readonly customer_id: string | number | null;
  readonly segment: number;
  readonly segment_name: string;
  /** Probability of no order within the churn horizon, 0 to 1. */
  readonly churn_probability: number | null;
  /** Expected spend over the spend horizon, or over `ltv_horizon_days`, in the file's currency. */
  readonly ltv_estimate: number | null;
  /** The requested horizon; absent if there was none. */
  readonly ltv_horizon_days?: number;
  /** A contact is recommended only where its expected gain is above 0. */
  readonly recommended_action: string;
  /** Expected gain of contacting the customer now, in the file's currency. */
  readonly expected_gain: number | null;
  /** The strongest influences on the churn probability, largest first. */
  readonly reasons: readonly Reason[];
}

/** The part of an answer that depends on the customer alone, not on what a contact costs and brings. */
export type Judgement = Omit<Prediction, "recommended_action" | "expected_gain">;
