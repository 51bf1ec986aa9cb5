import { describe, expect, test } from "bun:test";
import { baseFeatures } from "../../src/customers/base-features";
import { nextOrderTimes } from "../../src/customers/next-order-times";
import { collectPurchases } from "../../src/customers/purchases";
import { shopOf, utc } from "../shop";

const purchases = collectPurchases(
  shopOf(`
    ann 2011-01-01T00:00 A1 mug 1 5 UK
    ann 2011-01-11T00:00 A2 mug 1 5 UK
    ann 2011-01-21T00:00 A3 mug 1 5 UK
    bob 2011-01-02T00:00 B1 mug 1 5 UK
    cat 2011-01-03T00:00 C1 mug 1 5 UK
    cat 2011-01-31T12:00 C2 mug 1 5 UK
    dan 2011-02-10T00:00 D1 mug 1 5 UK
  `),
);
const table = baseFeatures(purchases, utc("2011-01-10T00:00"));

describe("the times of the next order", () => {
  test("are days from the cutoff to the first order after it, for the customers known then", () => {
    const { event, watched } = nextOrderTimes(purchases, table, utc("2011-02-09T00:00"));
    expect(Array.from(event)).toEqual([1, Infinity, 21.5]);
    expect(Array.from(watched)).toEqual([30, 30, 30]);
  });

  test("do not look beyond the end of the watch", () => {
    const { event, watched } = nextOrderTimes(purchases, table, utc("2011-01-30T00:00"));
    expect(Array.from(event)).toEqual([1, Infinity, Infinity]);
    expect(watched[0]).toBe(20);
  });

  test("are refused for a watch that ends before the cutoff or after the newest order", () => {
    expect(() => nextOrderTimes(purchases, table, utc("2011-01-10T00:00"))).toThrow(RangeError);
    expect(() => nextOrderTimes(purchases, table, utc("2011-02-10T00:01"))).toThrow(RangeError);
  });
});
