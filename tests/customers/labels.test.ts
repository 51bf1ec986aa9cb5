import { describe, expect, test } from "bun:test";
import { baseFeatures } from "../../src/customers/base-features";
import { labelCustomers, newestOrder, oldestOrder } from "../../src/customers/labels";
import { collectPurchases } from "../../src/customers/purchases";
import { shopOf, utc } from "../shop";

const CUTOFF = utc("2011-03-01T12:00");
/** Closes the data well after every window, and is no customer at the cutoff. */
const LATER = "zoe 2011-12-31T12:00 Z1 mug 1 1 UK";

function labelsOf(text: string, horizonDays = 30) {
  const purchases = collectPurchases(shopOf(text));
  return labelCustomers(purchases, baseFeatures(purchases, CUTOFF), horizonDays);
}

describe("labels", () => {
  test.each([
    ["at the cutoff exactly belongs to the past", "2011-03-01T12:00", 1, 0, 0],
    ["a millisecond after the cutoff is in the window", "2011-03-01T12:00:00.001", 0, 7, 1],
    ["at cutoff + horizon exactly is in the window", "2011-03-31T12:00", 0, 7, 1],
    ["a millisecond after that is not", "2011-03-31T12:00:00.001", 1, 0, 0],
  ])("an order %s", (_, moment, churned, spend, orders) => {
    const labels = labelsOf(`
      ann 2011-01-01T12:00 A1 mug 1 5 UK
      ann ${moment} A2 mug 2 3.5 UK
      ${LATER}
    `);
    expect([labels.churned[0], labels.spend[0], labels.orders[0]]).toEqual([churned, spend, orders]);
  });

  test("each row has its own: who is in the table is who had an order at the cutoff", () => {
    const labels = labelsOf(`
      ann 2011-01-01T12:00 A1 mug 1 5 UK
      ann 2011-03-05T12:00 A2 mug 1 10 UK
      ann 2011-03-06T12:00 A3 mug 2 10 UK
      ann 2011-09-01T12:00 A4 mug 9 99 UK
      bob 2011-03-05T12:00 B1 mug 1 77 UK
      cat 2011-01-01T12:00 C1 mug 1 5 UK
      ${LATER}
    `);
    expect([...labels.churned]).toEqual([0, 1]);
    expect([...labels.spend]).toEqual([30, 0]);
    expect([...labels.orders]).toEqual([2, 0]);
  });

  test("a window that ends with the newest order is inside the data; a millisecond later it is not", () => {
    const shop = (newest: string) => `ann 2011-01-01T12:00 A1 mug 1 5 UK
      bob ${newest} B1 mug 1 5 UK`;
    expect(labelsOf(shop("2011-03-31T12:00")).horizonDays).toBe(30);
    expect(() => labelsOf(shop("2011-03-31T11:59:59.999"))).toThrow(RangeError);
  });

  test("the oldest and the newest order are found among all customers", () => {
    const purchases = collectPurchases(
      shopOf(`
        ann 2011-02-01T12:00 A1 mug 1 5 UK
        bob 2011-01-01T12:00 B1 mug 1 5 UK
        bob 2011-04-01T12:00 B2 mug 1 5 UK
        cat 2011-03-01T12:00 C1 mug 1 5 UK
      `),
    );
    expect([oldestOrder(purchases), newestOrder(purchases)]).toEqual([
      utc("2011-01-01T12:00"),
      utc("2011-04-01T12:00"),
    ]);
  });
});
