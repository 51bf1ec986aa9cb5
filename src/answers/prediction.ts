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
  readonly recommended_action: string;
  /** The strongest influences on the churn probability, largest first. */
  readonly reasons: readonly Reason[];
}

/** The same with the days that the numbers are about. Wire format. */
export interface Prediction extends CustomerScores {
  readonly churn_horizon_days: number;
  /** The requested horizon, or the model's own. */
  readonly ltv_horizon_days: number;
}
