import { describe, expect, test } from "bun:test";
import { inWords } from "../../../src/models/churn/reason-phrases";
import { HEAD_FEATURES } from "../../../src/models/heads";

describe("the words for a feature", () => {
  const names = [...new Set([...HEAD_FEATURES.all, ...HEAD_FEATURES.base])];

  test.each(names)("%s are no column's name, whatever its value", (name) => {
    for (const value of [NaN, -1, 0, 0.004, 1, 2.345, 1234.5]) {
      const text = inWords(name, value);
      expect(text.length).toBeGreaterThan(5);
      expect(text).not.toMatch(/_|NaN|undefined|Infinity/);
      // What is said of a feature without words of its own.
      expect(text).not.toStartWith(`${name.replaceAll("_", " ")} of `);
      expect(text).not.toBe(`${name.replaceAll("_", " ")} is not known`);
    }
  });

  test.each<[string, number, string]>([
    ["recency_days", 1, "last order 1 day ago"],
    ["recency_days", 0, "last order less than a day ago"],
    ["gap_max_days", 90, "never more than 90 days between two orders before"],
    ["gap_max_days", NaN, "too few orders to see a rhythm"],
    ["recency_over_gap_max", 1.52, "silence of 1.5 times the longest gap before"],
    ["active_months_share", 4 / 7, "an order in 57% of the months since the first"],
    ["weekday_concentration", 0.5, "50% of the orders on the same weekday"],
    ["mean_hour", 13.5, "orders at 13:30 on average"],
    ["mean_hour", 8.999, "orders at 9:00 on average"],
    ["rate_ratio", Math.log(0.5), "orders lately at 0.5 times the rate since the first order"],
    ["orders_trend", 0, "as many orders in the last 90 days as in the 90 days before"],
    ["spend_trend", -0.7, "less spend in the last 90 days than in the 90 days before"],
    ["orders_year_ago_90d", 0, "no order in the same season last year"],
    ["orders_year_ago_90d", 1, "1 order in the same season last year"],
    ["spend_year_ago_90d", 0, "no spend in the same season last year"],
    ["spend_year_ago_90d", NaN, "not known whether there were orders in the same season last year"],
    ["orders_30d", 0, "no order in the last 30 days"],
    ["spend_90d", 1234.5, "spend of 1,235 in the last 90 days"],
    ["return_rate", 0.004, "under 1% of the spend returned"],
    ["home_country", 0, "orders from abroad"],
    ["a_feature_of_old", 3, "a feature of old of 3"],
  ])("%s of %d are: %s", (name, value, text) => {
    expect(inWords(name, value)).toBe(text);
  });

  test.each([
    ["silence_ratio", 200, "200 days since the only order"],
    ["avg_interpurchase_days", 0, "one order only"],
    ["weekday_concentration", 1, "one order only"],
    ["weekend_share", 1, "ordered at a weekend"],
    ["avg_basket_value", 25, "order of 25"],
    ["gap_mean_days", NaN, "too few orders to see a rhythm"],
  ])("%s of %d are told of a single order as: %s", (name, value, text) => {
    expect(inWords(name, value, 1)).toBe(text);
    if (!Number.isNaN(value)) expect(inWords(name, value, 2)).not.toBe(text);
  });
});
