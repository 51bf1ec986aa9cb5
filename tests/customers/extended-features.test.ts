import { describe, expect, test } from "bun:test";
import {
  EXTENDED_FEATURES,
  type ExtendedFeature,
  extendedFeatures,
} from "../../src/customers/extended-features";
import { collectPurchases, collectReturns } from "../../src/customers/purchases";
import { shopOf, utc } from "../shop";

/**
 * ann's orders lie exactly 180, 90 and 30 days before the cutoff, the open ends of the windows, and 9.75 days before
 * it. They fell on a Sunday, a Saturday, a Wednesday and a Tuesday.
 */
const SHOP = shopOf(`
  ann 2011-01-02T12:00 A1 mug  2   5.00 UK
  ann 2011-01-02T12:00 A1 tea  4   2.50 UK
  ann 2011-04-02T12:00 A2 mug  1   5.00 UK
  ann 2011-04-02T12:00 A2 jam  5   7.00 UK
  ann 2011-06-01T12:00 A3 tea  6   2.50 UK
  ann 2011-06-01T12:00 A3 pie  3   5.00 UK
  ann 2011-06-21T18:00 A4 mug  2   5.00 UK
  ann 2011-07-02T12:00 A5 mug 99  99.00 France
  ann 2011-01-10T12:00 R1 tea -2   2.50 UK
  ann 2011-05-01T12:00 R2 mug -1   5.00 UK
  ann 2011-07-02T12:00 R3 mug -1  90.00 UK
  bob 2011-06-30T06:00 B1 pie  1   8.00 France
  bob 2011-06-30T07:00 R4 pie -1  20.00 France
  cat 2010-11-01T12:00 C1 mug  1   4.00 UK
  cat 2010-11-01T18:00 C2 mug  1  12.00 UK
`);
const CUTOFF = utc("2011-07-01T12:00");
const table = extendedFeatures(collectPurchases(SHOP), collectReturns(SHOP), CUTOFF);

// ann's gaps are 90, 60 and 20.25 days; deviations from their mean of 56.75 are 33.25, 3.25 and -36.5.
const ANN_GAP_SD = Math.sqrt((33.25 ** 2 + 3.25 ** 2 + 36.5 ** 2) / 2);
// cat came twice in an afternoon, 242 days before the cutoff.
const CAT_SINCE = 241.75;

const ANN_DECAYED = Math.exp(-3) + Math.exp(-1.5) + Math.exp(-0.5) + Math.exp(-9.75 / 60);
const BOB_DECAYED = Math.exp(-1.25 / 60);
const CAT_DECAYED = Math.exp(-242 / 60) + Math.exp(-CAT_SINCE / 60);

const EXPECTED: Record<ExtendedFeature, [ann: number, bob: number, cat: number]> = {
  tenure_days: [181, 2.25, 243],
  gap_mean_days: [56.75, NaN, 0.25],
  gap_sd_days: [ANN_GAP_SD, NaN, NaN],
  gap_cv: [ANN_GAP_SD / 56.75, NaN, NaN],
  // 0.4 · 60 + 0.6 · 90 = 78, then 0.4 · 20.25 + 0.6 · 78.
  gap_ewma_days: [54.9, NaN, 0.25],
  gap_last_days: [20.25, NaN, 0.25],
  recency_over_gap: [10.75 / 57.75, NaN, (CAT_SINCE + 1) / 1.25],
  recency_over_ewma: [10.75 / 55.9, NaN, (CAT_SINCE + 1) / 1.25],
  gap_max_days: [90, NaN, 0.25],
  recency_over_gap_max: [10.75 / 91, NaN, (CAT_SINCE + 1) / 1.25],
  // Ages of 180, 90, 30 and 9.75 days lie in the months 6, 3, 1 and 0; cat's both in the month 8.
  active_months_share: [4 / 7, 1, 1 / 9],
  weekday_concentration: [1 / 4, 1, 1],
  orders_30d: [1, 1, 0],
  orders_90d: [2, 1, 0],
  orders_180d: [3, 1, 0],
  spend_30d: [10, 8, 0],
  spend_90d: [40, 8, 0],
  spend_180d: [80, 8, 0],
  orders_trend: [Math.log(3 / 2), Math.log(2), 0],
  // The mean orders are 25, 8 and 8.
  spend_trend: [Math.log(65 / 65), Math.log(16 / 8), 0],
  orders_decayed_60d: [ANN_DECAYED, BOB_DECAYED, CAT_DECAYED],
  // Order values 20, 40, 30, 10; 8; 4, 12.
  spend_decayed_60d: [
    20 * Math.exp(-3) + 40 * Math.exp(-1.5) + 30 * Math.exp(-0.5) + 10 * Math.exp(-9.75 / 60),
    8 * BOB_DECAYED,
    4 * Math.exp(-242 / 60) + 12 * Math.exp(-CAT_SINCE / 60),
  ],
  rate_ratio: [
    Math.log((ANN_DECAYED + 0.3) / ((240 / 181) * (1 - Math.exp(-181 / 60)) + 0.3)),
    Math.log((BOB_DECAYED + 0.3) / ((60 / 2.25) * (1 - Math.exp(-2.25 / 60)) + 0.3)),
    Math.log((CAT_DECAYED + 0.3) / ((120 / 243) * (1 - Math.exp(-243 / 60)) + 0.3)),
  ],
  // The oldest purchase is of 242 days before.
  orders_year_ago_90d: [NaN, NaN, NaN],
  spend_year_ago_90d: [NaN, NaN, NaN],
  last_order_value: [10, 8, 12],
  max_order_value: [40, 8, 12],
  // Order values 20, 40, 30, 10 and 4, 12.
  order_value_cv: [Math.sqrt(500 / 3) / 25, NaN, Math.sqrt(32) / 8],
  avg_line_value: [100 / 7, 8, 8],
  avg_unit_price: [100 / 23, 8, 8],
  lines_per_order: [7 / 4, 1, 1],
  // Of ann's three recent lines only the pie was new.
  new_product_share: [1 / 3, 1, NaN],
  return_rate: [0.1, 1, 0],
  returns_90d: [1, 1, 0],
  spend_per_day: [100 / 181, 8 / 2.25, 16 / 243],
  orders_per_day: [4 / 181, 1 / 2.25, 2 / 243],
  mean_hour: [13.5, 6, 15],
  weekend_share: [0.5, 0, 0],
  home_country: [1, 0, 1],
};

describe("extended features", () => {
  test("there is a column for each that is documented and no other", () => {
    expect(Object.keys(table.columns)).toEqual(Object.keys(EXTENDED_FEATURES));
    expect(Object.keys(EXPECTED).sort()).toEqual(Object.keys(EXTENDED_FEATURES).sort());
    expect(table.rows).toBe(3);
  });

  test.each(Object.entries(EXPECTED))("%s is as worked out by hand", (name, expected) => {
    const column = table.columns[name]!;
    expected.forEach((value, row) => {
      if (Number.isNaN(value)) expect(column[row]).toBeNaN();
      else expect(column[row]!).toBeCloseTo(value, 12);
    });
  });

  test("an order at the cutoff itself has no recency and a tenure of one day", () => {
    const shop = shopOf("ann 2011-07-01T12:00 A1 mug 1 5 -");
    const { columns } = extendedFeatures(collectPurchases(shop), collectReturns(shop), CUTOFF);
    expect(columns.tenure_days![0]).toBe(1);
    expect(columns.orders_30d![0]).toBe(1);
  });

  test("without countries the home country is not known", () => {
    const shop = shopOf("ann 2011-06-01T12:00 A1 mug 1 5 -");
    const { columns } = extendedFeatures(collectPurchases(shop), collectReturns(shop), CUTOFF);
    expect(columns.home_country![0]).toBeNaN();
  });

  test("an order over two moments is one value among the values of the orders", () => {
    const shop = shopOf(`
      ann 2011-06-01T12:00 A1 mug 1 50 UK
      ann 2011-06-01T12:01 A1 tea 1 70 UK
      ann 2011-06-11T12:00 A2 mug 1 30 UK
      ann 2011-06-11T12:01 A2 tea 1 10 UK
    `);
    const { columns } = extendedFeatures(collectPurchases(shop), collectReturns(shop), CUTOFF);
    expect(columns.max_order_value![0]).toBe(120);
    expect(columns.last_order_value![0]).toBe(40);
    // 120 and 40: mean 80, standard deviation 40 √2.
    expect(columns.order_value_cv![0]!).toBeCloseTo(Math.SQRT1_2, 14);
  });

  test("gaps are between orders, not between the moments of one order", () => {
    const shop = shopOf(`
      ann 2011-06-01T12:00 A1 mug 1 5 UK
      ann 2011-06-02T12:00 A1 mug 1 5 UK
      ann 2011-06-11T12:00 A2 mug 1 5 UK
    `);
    const { columns } = extendedFeatures(collectPurchases(shop), collectReturns(shop), CUTOFF);
    expect(columns.gap_mean_days![0]).toBe(10);
    expect(columns.orders_90d![0]).toBe(2);
  });

  test("the orders of one customer's weekdays are not counted for the next", () => {
    // A Monday three times; then a Wednesday twice and a Thursday.
    const shop = shopOf(`
      ann 2011-06-06T12:00 A1 mug 1 5 UK
      ann 2011-06-13T12:00 A2 mug 1 5 UK
      ann 2011-06-20T12:00 A3 mug 1 5 UK
      bob 2011-06-01T12:00 B1 mug 1 5 UK
      bob 2011-06-08T12:00 B2 mug 1 5 UK
      bob 2011-06-08T12:01 B2 tea 1 5 UK
      bob 2011-06-09T12:00 B3 mug 1 5 UK
    `);
    const { columns } = extendedFeatures(collectPurchases(shop), collectReturns(shop), CUTOFF);
    expect([...columns.weekday_concentration!]).toEqual([1, 2 / 3]);
  });
});

/**
 * 365 days before the cutoff it was noon of 2010-07-01, 275 days before it noon of 2010-09-29. ann's orders lie at both
 * ends and a minute after each; bob's lies before, cat's at the end, dan's a minute after it.
 */
const SEASONS = `
  ann 2010-07-01T12:00 A1 mug 1  1 UK
  ann 2010-07-01T12:01 A2 mug 1  2 UK
  ann 2010-08-01T12:00 A3 mug 1  4 UK
  ann 2010-08-01T12:01 A3 tea 1  8 UK
  ann 2010-09-29T12:00 A4 mug 1 16 UK
  ann 2010-09-29T12:01 A5 mug 1 32 UK
  bob 2010-07-01T12:00 B1 mug 1  5 UK
  cat 2010-09-29T12:00 C1 mug 1  6 UK
  dan 2010-09-29T12:01 D1 mug 1  7 UK
`;

function columnsOf(lines: string): Record<string, number[]> {
  const shop = shopOf(lines);
  const { columns } = extendedFeatures(collectPurchases(shop), collectReturns(shop), CUTOFF);
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...column]]));
}

describe("the same season last year", () => {
  test("is open at its beginning and closed at its end, 0 for who was a customer, missing for who was not yet", () => {
    const columns = columnsOf(SEASONS);
    expect(columns.orders_year_ago_90d).toEqual([3, 0, 1, NaN]);
    expect(columns.spend_year_ago_90d).toEqual([2 + 4 + 8 + 16, 0, 6, NaN]);
  });

  test("is missing for all where the file begins a minute too late", () => {
    const columns = columnsOf(SEASONS.replaceAll("2010-07-01T12:00", "2010-07-01T12:01"));
    expect(columns.orders_year_ago_90d).toEqual([NaN, NaN, NaN, NaN]);
    expect(columns.spend_year_ago_90d).toEqual([NaN, NaN, NaN, NaN]);
  });

  test("and all other features are the same whatever comes after the cutoff", () => {
    const later = `
      ann 2011-07-01T12:01 A6 jam 9 9 France
      bob 2011-08-01T12:00 B2 jam 9 9 France
      bob 2011-08-01T12:00 B3 mug -1 5 France
      dan 2012-07-05T12:00 D2 jam 9 9 France
      eve 2011-07-02T12:00 E1 jam 9 9 France
    `;
    expect(columnsOf(SEASONS + later)).toEqual(columnsOf(SEASONS));
  });
});
