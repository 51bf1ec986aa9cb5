/**
 * Features whose effect on the answer is known in the field, all else equal: 1 raises it, -1 lowers it. The churn
 * models and the trees of expected spend are held to that, so that a customer never looks safer for having waited
 * longer.
 */
const LEAVING: Readonly<Record<string, 1 | -1>> = {
  recency_days: 1,
  recency_over_gap: 1,
  recency_over_ewma: 1,
  recency_over_gap_max: 1,
  silence_ratio: 1,
  frequency: -1,
  order_rate: -1,
  orders_30d: -1,
  orders_90d: -1,
  orders_180d: -1,
  orders_decayed_60d: -1,
  active_months_share: -1,
  btyd_p_alive: -1,
  btyd_no_order_log_odds: 1,
  btyd_expected_orders: -1,
};

const SPENDING: Readonly<Record<string, 1 | -1>> = {
  monetary: 1,
  spend_rate: 1,
  spend_30d: 1,
  spend_90d: 1,
  spend_180d: 1,
  spend_decayed_60d: 1,
  avg_basket_value: 1,
  btyd_expected_orders: 1,
  btyd_expected_value: 1,
  btyd_expected_spend: 1,
};

/** One of -1, 0 (not known), 1 a feature. */
export function knownSigns(target: "leaving" | "spending", features: readonly string[]): number[] {
  const signs = target === "leaving" ? LEAVING : SPENDING;
  return features.map((name) => signs[name] ?? 0);
}
