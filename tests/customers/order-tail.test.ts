import { describe, expect, test } from "bun:test";
import { newestOrder, oldestOrder } from "../../src/customers/labels";
import { OrderWindows } from "../../src/customers/order-tail";
import { collectPurchases, type Purchases } from "../../src/customers/purchases";
import { shopOf, shopOfLines, utc } from "../shop";

const DAY_MS = 86_400_000;

function orderTail(purchases: Purchases) {
  const windows = new OrderWindows(oldestOrder(purchases), newestOrder(purchases));
  windows.add(purchases);
  return windows.tail;
}

/** One order on each of these days. */
const onDays = (...days: number[]) =>
  collectPurchases(
    shopOfLines(
      days.map((day, i) => ({
        customer: `c${i % 3}`,
        time: utc("2020-01-01T12:00") + day * DAY_MS,
        order: `o${i}`,
        product: "p",
        quantity: 1,
        price: 5,
        country: null,
      })),
    ),
  );

describe("the tail of a file", () => {
  test("counts the orders of the last 30 days and the median of the 30-day spans before", () => {
    // Counted back from day 130: (100, 130] holds 3, (70, 100] 2, (40, 70] 4, (10, 40] 1, and day 0 an unfinished span.
    const purchases = onDays(130, 120, 101, 100, 71, 70, 60, 50, 41, 11, 0);
    expect(orderTail(purchases)).toEqual({ recent: 3, usual: 2 });
  });

  test("takes the middle of two where the spans are even in number", () => {
    expect(orderTail(onDays(160, 125, 95, 94, 65, 64, 63, 35, 34, 33, 32, 0))).toEqual({
      recent: 1,
      usual: 2.5,
    });
  });

  test("leaves out the empty spans that a date far ahead puts before itself", () => {
    expect(orderTail(onDays(900, 100, 99, 70, 69, 45, 44, 10, 9, 0)).usual).toBe(2);
  });

  test("does not know what is usual after fewer than three such spans", () => {
    expect(orderTail(onDays(80, 50, 20, 0)).usual).toBeNull();
    expect(orderTail(onDays(5))).toEqual({ recent: 1, usual: null });
  });

  test("counts an order once, however many moments it has", () => {
    const purchases = collectPurchases(
      shopOf(`ann 2011-01-05T10:00 A1 mug 2 3.50 UK
              ann 2011-01-05T10:01 A1 cup 2 3.50 UK`),
    );
    expect(orderTail(purchases).recent).toBe(1);
  });
});
