import { describe, expect, test } from "bun:test";
import { collectPurchases, collectReturns, type Purchases } from "../../src/customers/purchases";
import { shopOf } from "../shop";

/** One customer's entries: value, units, lines, whether it opens an order, new products. */
function entriesOf(purchases: Purchases, customer: number): number[][] {
  const { start, value, units, lines, opensOrder, newProducts } = purchases;
  const entries = [];
  for (let i = start[customer]!; i < start[customer + 1]!; i++) {
    entries.push([value[i]!, units[i]!, lines[i]!, opensOrder[i]!, newProducts[i]!]);
  }
  return entries;
}

describe("collected purchases", () => {
  test("lines of one order and one moment are one entry with their sums", () => {
    const purchases = collectPurchases(
      shopOf(`
        ann 2011-01-05T10:00 A1 mug 2 3.50 UK
        ann 2011-01-05T10:00 A1 tea 4 1.25 UK
      `),
    );
    expect(entriesOf(purchases, 0)).toEqual([[12, 6, 2, 1, 2]]);
  });

  test("an order whose lines carry two moments is two entries but opens once", () => {
    const purchases = collectPurchases(
      shopOf(`
        ann 2011-01-05T10:00 A1 mug 1 5 UK
        ann 2011-01-05T10:01 A1 tea 1 7 UK
      `),
    );
    expect(entriesOf(purchases, 0)).toEqual([
      [5, 1, 1, 1, 1],
      [7, 1, 1, 0, 1],
    ]);
  });

  test("an order that goes on after another one has begun still opens once", () => {
    const purchases = collectPurchases(
      shopOf(`
        ann 2011-01-05T10:00 A1 mug 1 5 UK
        ann 2011-01-05T10:01 A2 mug 1 5 UK
        ann 2011-01-05T10:02 A1 mug 1 5 UK
      `),
    );
    expect([...purchases.opensOrder]).toEqual([1, 1, 0]);
  });

  test("two orders of one moment are two entries", () => {
    const purchases = collectPurchases(
      shopOf(`
        ann 2011-01-05T10:00 A1 mug 1 5 UK
        ann 2011-01-05T10:00 A2 mug 1 6 UK
      `),
    );
    expect(entriesOf(purchases, 0)).toEqual([
      [5, 1, 1, 1, 1],
      [6, 1, 1, 1, 0],
    ]);
  });

  test("an order id that two customers share opens an order of each", () => {
    const purchases = collectPurchases(
      shopOf(`
        ann 2011-01-05T10:00 S1 mug 1 5 UK
        bob 2011-01-05T10:00 S1 mug 1 5 UK
      `),
    );
    expect([...purchases.start]).toEqual([0, 1, 2]);
    expect([...purchases.opensOrder]).toEqual([1, 1]);
  });

  test("a product is new once for each customer, and a line without a product is never new", () => {
    const purchases = collectPurchases(
      shopOf(`
        ann 2011-01-05T10:00 A1 mug 1 5 UK
        ann 2011-01-05T10:00 A1 mug 2 4 UK
        ann 2011-02-05T10:00 A2 mug 1 5 UK
        ann 2011-02-05T10:00 A2 -   1 5 UK
        bob 2011-01-05T10:00 B1 mug 1 5 UK
      `),
    );
    expect([...purchases.newProducts]).toEqual([1, 0, 1]);
  });

  test("entries are in time order whatever order the lines came in, with the country of each, -1 where unknown", () => {
    const purchases = collectPurchases(
      shopOf(`
        ann 2011-03-05T10:00 A3 mug 1 3 UK
        bob 2011-01-01T10:00 B1 mug 1 9 EIRE
        ann 2011-01-05T10:00 A1 mug 1 1 -
        ann 2011-02-05T10:00 A2 mug 1 2 EIRE
      `),
    );
    expect([...purchases.value]).toEqual([1, 2, 3, 9]);
    // Countries are numbered EIRE = 0, UK = 1.
    expect([...purchases.country]).toEqual([-1, 0, 1, 0]);
  });
});

describe("collected returns", () => {
  test("are positive in value, in time order, and each customer has their own", () => {
    const returns = collectReturns(
      shopOf(`
        ann 2011-01-05T10:00 A1 mug  9 2 UK
        bob 2011-01-05T10:00 B1 mug  9 2 UK
        cat 2011-01-05T10:00 C1 mug  9 2 UK
        cat 2011-03-05T10:00 R3 mug -1 7 UK
        ann 2011-02-05T10:00 R2 mug -3 2 UK
        ann 2011-01-06T10:00 R1 mug -2 2 UK
      `),
    );
    expect([...returns.value]).toEqual([4, 6, 7]);
    // bob, who returned nothing, starts and ends where ann ended.
    expect([...returns.start]).toEqual([0, 2, 2, 3]);
  });
});
