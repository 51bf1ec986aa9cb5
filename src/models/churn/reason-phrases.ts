import type { BaseFeature } from "../../customers/base-features";
import type { ExtendedFeature } from "../../customers/extended-features";
import { probabilityOf } from "../../learning/log-odds";
import type { BTYD_FEATURES } from "../heads";
import type { BaseRate } from "../spend/base-rates";

type Feature = BaseFeature | "avg_quantity" | BaseRate | ExtendedFeature | keyof typeof BTYD_FEATURES;

interface Phrase {
  readonly known: (value: number) => string;
  readonly missing: string;
}

/**
 * What a feature's value says about a customer, in plain words; NaN if unknown. `orders` is the customer's number of
 * orders, NaN if unknown: nothing about a single order is phrased as a habit.
 */
export function inWords(feature: string, value: number, orders = NaN): string {
  const once = orders <= 1 && !Number.isNaN(value) ? ONE_ORDER[feature as Feature] : undefined;
  if (once) return once(value);
  // A model of another version may have features without words here.
  const phrase = PHRASES[feature as Feature] as Phrase | undefined;
  if (phrase) return Number.isNaN(value) ? phrase.missing : phrase.known(value);
  const name = feature.replaceAll("_", " ");
  return Number.isNaN(value) ? `${name} is not known` : `${name} of ${amount(value)}`;
}

const NO_RHYTHM = "too few orders to see a rhythm";
const NO_SEASON = "not known whether there were orders in the same season last year";
const NO_MODEL = "no buy-till-you-die model fits this shop";

const PHRASES: Readonly<Record<Feature, Phrase>> = {
  recency_days: {
    known: (v) => (v < 1 ? "last order less than a day ago" : `last order ${days(v)} ago`),
    missing: "date of the last order not known",
  },
  frequency: { known: (v) => `${orders(v)} so far`, missing: "number of orders not known" },
  monetary: { known: (v) => `spend of ${amount(v)} so far`, missing: "spend so far not known" },
  avg_basket_value: {
    known: (v) => `average order of ${amount(v)}`,
    missing: "average order value not known",
  },
  unique_products: {
    known: (v) => counted(v, "different product", "different products"),
    missing: "number of different products not known",
  },
  avg_interpurchase_days: {
    known: (v) => `${days(v)} between orders`,
    missing: "time between orders not known",
  },
  purchase_span_days: {
    known: (v) => (v < 1 ? "all orders within a day" : `${days(v)} from first to last order`),
    missing: "time from first to last order not known",
  },
  avg_quantity: {
    known: (v) => `${amount(v)} of a product at a time`,
    missing: "usual quantity not known",
  },
  silence_ratio: {
    known: (v) => `silence of ${amount(v)} times the usual gap`,
    missing: "time between orders not known",
  },
  spend_rate: {
    known: (v) => `spend of ${amount(30 * v)} in 30 days since the first order`,
    missing: "time since the first order not known",
  },
  order_rate: {
    known: (v) => `${orders(30 * v)} in 30 days since the first`,
    missing: "time since the first order not known",
  },
  gap_mean_days: {
    known: (v) => `${days(v)} between orders on average`,
    missing: NO_RHYTHM,
  },
  gap_sd_days: {
    known: (v) => `gaps between orders vary by ${days(v)}`,
    missing: NO_RHYTHM,
  },
  gap_cv: { known: (v) => `gaps between orders vary by ${percent(v)} of their mean`, missing: NO_RHYTHM },
  gap_ewma_days: {
    known: (v) => `${days(v)} between the latest orders`,
    missing: NO_RHYTHM,
  },
  gap_last_days: {
    known: (v) => `${days(v)} between the last two orders`,
    missing: NO_RHYTHM,
  },
  gap_max_days: {
    known: (v) => `never more than ${days(v)} between two orders before`,
    missing: NO_RHYTHM,
  },
  recency_over_gap: { known: (v) => `silence of ${amount(v)} times the usual gap`, missing: NO_RHYTHM },
  recency_over_ewma: { known: (v) => `silence of ${amount(v)} times the latest gaps`, missing: NO_RHYTHM },
  recency_over_gap_max: {
    known: (v) => `silence of ${amount(v)} times the longest gap before`,
    missing: NO_RHYTHM,
  },
  active_months_share: {
    known: (v) => `an order in ${percent(v)} of the months since the first`,
    missing: "months with orders not known",
  },
  mean_hour: {
    known: (v) => `orders at ${clock(v)} on average`,
    missing: "hour of the orders not known",
  },
  weekend_share: {
    known: (v) => (v <= 0 ? "no order at a weekend" : `${percent(v)} of the orders at weekends`),
    missing: "days of the orders not known",
  },
  weekday_concentration: {
    known: (v) => `${percent(v)} of the orders on the same weekday`,
    missing: "days of the orders not known",
  },
  tenure_days: {
    known: (v) => `customer for ${days(v)}`,
    missing: "date of the first order not known",
  },
  orders_30d: {
    known: (v) => `${orders(v)} in the last 30 days`,
    missing: "orders in the last 30 days not known",
  },
  orders_90d: {
    known: (v) => `${orders(v)} in the last 90 days`,
    missing: "orders in the last 90 days not known",
  },
  orders_180d: {
    known: (v) => `${orders(v)} in the last 180 days`,
    missing: "orders in the last 180 days not known",
  },
  spend_30d: {
    known: (v) => `${spend(v)} in the last 30 days`,
    missing: "spend in the last 30 days not known",
  },
  spend_90d: {
    known: (v) => `${spend(v)} in the last 90 days`,
    missing: "spend in the last 90 days not known",
  },
  spend_180d: {
    known: (v) => `${spend(v)} in the last 180 days`,
    missing: "spend in the last 180 days not known",
  },
  orders_trend: {
    known: (v) => trend(v, "as many orders", "more orders", "fewer orders"),
    missing: "trend of the orders not known",
  },
  spend_trend: {
    known: (v) => trend(v, "as much spend", "more spend", "less spend"),
    missing: "trend of the spend not known",
  },
  orders_decayed_60d: {
    known: (v) => `${amount(v)} orders where older ones count less`,
    missing: "recent orders not known",
  },
  spend_decayed_60d: {
    known: (v) => `spend of ${amount(v)} where older orders count less`,
    missing: "recent spend not known",
  },
  rate_ratio: {
    known: (v) => `orders lately at ${amount(Math.exp(v))} times the rate since the first order`,
    missing: "rate of orders not known",
  },
  spend_per_day: {
    known: (v) => `spend of ${amount(30 * v)} in 30 days since the first order`,
    missing: "rate of spend not known",
  },
  orders_per_day: {
    known: (v) => `${orders(30 * v)} in 30 days since the first`,
    missing: "rate of orders not known",
  },
  orders_year_ago_90d: { known: (v) => `${orders(v)} in the same season last year`, missing: NO_SEASON },
  spend_year_ago_90d: { known: (v) => `${spend(v)} in the same season last year`, missing: NO_SEASON },
  last_order_value: {
    known: (v) => `last order of ${amount(v)}`,
    missing: "value of the last order not known",
  },
  max_order_value: {
    known: (v) => `largest order of ${amount(v)}`,
    missing: "value of the largest order not known",
  },
  order_value_cv: {
    known: (v) => `order values vary by ${percent(v)} of their mean`,
    missing: "too few orders to see how their values vary",
  },
  avg_line_value: {
    known: (v) => `${amount(v)} spent on a product at a time`,
    missing: "spend on a product at a time not known",
  },
  avg_unit_price: { known: (v) => `average price of ${amount(v)}`, missing: "average price not known" },
  lines_per_order: {
    known: (v) => `${counted(v, "line", "lines")} an order`,
    missing: "lines an order not known",
  },
  new_product_share: {
    known: (v) =>
      v <= 0
        ? "nothing bought for the first time in the last 90 days"
        : `${percent(v)} of what was bought in the last 90 days bought for the first time`,
    missing: "nothing bought in the last 90 days",
  },
  return_rate: {
    known: (v) => (v <= 0 ? "nothing returned" : `${percent(v)} of the spend returned`),
    missing: "returns not known",
  },
  returns_90d: {
    known: (v) => `${counted(v, "return", "returns")} in the last 90 days`,
    missing: "returns in the last 90 days not known",
  },
  home_country: {
    known: (v) => `orders from ${v === 1 ? "the country of most customers" : "abroad"}`,
    missing: "country not known",
  },
  btyd_p_alive: {
    known: (v) => `probability of ${percent(v)} of still being a customer`,
    missing: NO_MODEL,
  },
  btyd_no_order_log_odds: {
    known: (v) => `probability of ${percent(probabilityOf(v))} of no order, by the purchase rhythm`,
    missing: NO_MODEL,
  },
  btyd_expected_orders: { known: (v) => `${orders(v)} expected by the purchase rhythm`, missing: NO_MODEL },
  btyd_expected_value: { known: (v) => `orders of ${amount(v)} expected`, missing: NO_MODEL },
  btyd_expected_spend: {
    known: (v) => `spend of ${amount(v)} expected by the purchase rhythm`,
    missing: NO_MODEL,
  },
};

/** Other words for a customer with one order. */
const ONE_ORDER: Readonly<Partial<Record<Feature, (value: number) => string>>> = {
  avg_basket_value: (v) => `order of ${amount(v)}`,
  avg_interpurchase_days: () => "one order only",
  purchase_span_days: () => "one order only",
  silence_ratio: (v) => `${days(v)} since the only order`,
  active_months_share: () => "one order only",
  weekday_concentration: () => "one order only",
  mean_hour: (v) => `ordered at ${clock(v)}`,
  weekend_share: (v) => (v <= 0 ? "not ordered at a weekend" : "ordered at a weekend"),
  max_order_value: (v) => `order of ${amount(v)}`,
  lines_per_order: (v) => `${counted(v, "line", "lines")} in the order`,
};

/** By number of fraction digits. Making a formatter costs a thousand times as much as using one. */
const FORMATS = [0, 1, 2].map((digits) => new Intl.NumberFormat("en", { maximumFractionDigits: digits })) as [
  Intl.NumberFormat,
  Intl.NumberFormat,
  Intl.NumberFormat,
];

function amount(value: number): string {
  const digits = Math.abs(value) >= 20 || Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 1 : 2;
  return FORMATS[digits].format(value);
}

function counted(value: number, one: string, many: string): string {
  if (value === 0) return `no ${one}`;
  return `${amount(value)} ${value === 1 ? one : many}`;
}

function days(value: number): string {
  return `${amount(value)} ${value === 1 ? "day" : "days"}`;
}

function orders(value: number): string {
  return counted(value, "order", "orders");
}

function spend(value: number): string {
  return value === 0 ? "no spend" : `spend of ${amount(value)}`;
}

function percent(share: number): string {
  return share > 0 && share < 0.005 ? "under 1%" : `${FORMATS[0].format(100 * share)}%`;
}

/** `13:30` for 13.5. */
function clock(hours: number): string {
  const minutes = Math.round(60 * hours);
  return `${Math.floor(minutes / 60)}:${String(((minutes % 60) + 60) % 60).padStart(2, "0")}`;
}

function trend(logRatio: number, same: string, more: string, less: string): string {
  if (logRatio === 0) return `${same} in the last 90 days as in the 90 days before`;
  return `${logRatio > 0 ? more : less} in the last 90 days than in the 90 days before`;
}
