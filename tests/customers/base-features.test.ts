import { describe, expect, test } from "bun:test";
import { baseFeatures, customersUntil } from "../../src/customers/base-features";
import { collectPurchases } from "../../src/customers/purchases";
import { shopOf, utc } from "../shop";

const SHOP = collectPurchases(
  shopOf(`
    ann 2011-01-01T09:00 A1 mug  2 10.00 UK
    ann 2011-01-01T09:00 A1 tea  4  2.50 UK
    ann 2011-01-11T08:59 A2 mug  1 10.00 UK
    ann 2011-01-31T21:00 A3 jam  5  2.00 UK
    ann 2011-03-01T12:00 A4 pie 99 99.00 UK
    bob 2011-02-10T12:00 B1 tea  3  2.00 UK
    cat 2011-02-10T12:01 C1 tea  3  2.00 UK
  `),
);
const CUTOFF = utc("2011-02-10T12:00");

/** By hand, at the snapshot 2011-02-11 12:00. */
const EXPECTED: Record<string, [ann: number, bob: number]> = {
  // Nine days and 15 hours before the cutoff, so 10 full days before the snapshot; bob bought at the cutoff itself.
  recency_days: [10, 1],
  frequency: [3, 1],
  monetary: [50, 6],
  avg_basket_value: [50 / 3, 6],
  unique_products: [3, 1],
  // 30 days and 12 hours between first and last: 30 whole days over 2 gaps.
  avg_interpurchase_days: [15, 0],
  purchase_span_days: [30, 0],
  avg_quantity: [3, 3],
};

describe("base features", () => {
  const table = baseFeatures(SHOP, CUTOFF);

  test("are given for those with an order at or before the cutoff", () => {
    expect([...table.customer]).toEqual([0, 1]);
    expect(table.rows).toBe(2);
    expect(Object.keys(table.columns).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  test.each(Object.entries(EXPECTED))("%s is as counted by hand", (name, expected) => {
    expect([...table.columns[name]!]).toEqual(expected);
  });

  test("an order over two moments counts as one, and only its lines up to the cutoff count", () => {
    const purchases = collectPurchases(
      shopOf(`
        ann 2011-01-01T10:00 A1 mug 1 5 UK
        ann 2011-01-01T10:01 A1 tea 1 7 UK
        ann 2011-01-01T10:02 A1 jam 1 9 UK
      `),
    );
    const { frequency, monetary, unique_products } = baseFeatures(purchases, utc("2011-01-01T10:01")).columns;
    expect([frequency![0], monetary![0], unique_products![0]]).toEqual([1, 12, 2]);
  });

  test.each([
    ["a millisecond less than a day before the cutoff", "2011-02-09T12:00:00.001", 1],
    ["exactly a day before the cutoff", "2011-02-09T12:00", 2],
  ])("recency counts whole days: an order %s", (_, moment, recency) => {
    const purchases = collectPurchases(shopOf(`ann ${moment} A1 mug 1 5 UK`));
    expect(baseFeatures(purchases, CUTOFF).columns.recency_days![0]).toBe(recency);
  });

  test("before the first order there is nobody", () => {
    expect(customersUntil(SHOP, utc("2010-12-31"))).toHaveLength(0);
    expect(baseFeatures(SHOP, utc("2010-12-31")).rows).toBe(0);
  });
});
