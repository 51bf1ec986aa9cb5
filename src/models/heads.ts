import { BASE_FEATURES } from "../customers/base-features";
import { EXTENDED_FEATURES } from "../customers/extended-features";
import { BASE_RATES } from "./spend/base-rates";

/** What the buy-till-you-die models add to a customer's row, if they could be fitted. */
export const BTYD_FEATURES = {
  btyd_p_alive: "probability that the customer still buys at all, by the buy-till-you-die model",
  btyd_no_order_log_odds: "log-odds of no order within the churn horizon, by the buy-till-you-die model",
  btyd_expected_orders: "purchase days expected of the customer over the spend horizon",
  btyd_expected_value: "expected spend of one purchase day, by the buy-till-you-die model",
  btyd_expected_spend: "btyd_expected_orders × btyd_expected_value: expected spend over the spend horizon",
} as const;

/**
 * A head is one set of inputs that models are fitted for: `all` features for the customers that a model knows, the
 * seven `base` features for what a caller types in.
 */
export type Head = "all" | "base";

export const HEAD_INPUTS: Readonly<Record<Head, readonly string[]>> = {
  all: [...BASE_FEATURES, "avg_quantity", ...Object.keys(EXTENDED_FEATURES), ...Object.keys(BTYD_FEATURES)],
  base: BASE_FEATURES,
};

/** The inputs of a head's models; the base head adds rates derived from them. */
export const HEAD_FEATURES: Readonly<Record<Head, readonly string[]>> = {
  all: HEAD_INPUTS.all,
  base: [...BASE_FEATURES, ...Object.keys(BASE_RATES)],
};

/** What each base feature means, for cards, pages and the API documentation. */
export const BASE_FEATURE_MEANINGS: Readonly<
  Record<(typeof BASE_FEATURES)[number] | "avg_quantity", string>
> = {
  recency_days: "whole days from the last order to the snapshot",
  frequency: "distinct orders",
  monetary: "total spend",
  avg_basket_value: "spend / orders",
  unique_products: "distinct products bought",
  avg_interpurchase_days: "days from first to last order / (orders - 1)",
  purchase_span_days: "whole days from the first to the last order",
  avg_quantity: "mean quantity of an order line",
};

/** What a feature of any head means; throws a RangeError for an unknown name. */
export function featureMeaning(name: string): string {
  const meanings: Record<string, string> = {
    ...BASE_FEATURE_MEANINGS,
    ...EXTENDED_FEATURES,
    ...BTYD_FEATURES,
    ...BASE_RATES,
  };
  const meaning = meanings[name];
  if (meaning === undefined) throw new RangeError(`no head has a feature ${name}`);
  return meaning;
}
