import { describe, expect, test } from "bun:test";
import {
  EXTENDED_FEATURES,
  type ExtendedFeature,
  extendedFeatures,
} from "../../src/customers/extended-features";
import { collectPurchases, collectReturns } from "../../src/customers/purchases";
import { shopOf, utc } from "../shop";

/**
 * ann's orders lie exactly 180, 90 and 30 days before the cutoff, the open ends of the windows, and 9.75 days before it.
 * They fell on a Sunday, a Saturday, a Wednesday and a Tuesday.
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
  orders_30d: [1, 1, 0],
  orders_90d: [2, 1, 0],
  orders_180d: [3, 1, 0],
  spend_30d: [10, 8, 0],
  spend_90d: [40, 8, 0],
  spend_180d: [80, 8, 0],
  orders_trend: [Math.log(3 / 2), Math.log(2), 0],
  spend_trend: [Math.log(41 / 41), Math.log(9), 0],
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
});
