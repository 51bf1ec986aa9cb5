import { describe, expect, test } from "bun:test";
import { fromArrow, toArrowIPC } from "arquero";
import { orderHistory } from "../../src/customers/order-history";
import { collectPurchases } from "../../src/customers/purchases";
import { shopOf } from "../shop";

const SHOP = `
  bob 2011-01-09T10:00 B1 mug 1 4 UK
  ann 2011-01-05T10:00 A1 mug 2 3.50 UK
  ann 2011-01-05T10:00 A1 tea 4 1.25 UK
  ann 2011-01-05T10:01 A1 jar 1 7 UK
  ann 2011-01-07T09:00 C2 mug -1 3.50 UK
  ann 2011-01-07T09:00 C2 tea -2 1.25 UK
  ann 2011-02-01T10:00 A3 mug 3 2 UK
`;

function historyOf(text: string) {
  const shop = shopOf(text);
  return orderHistory(shop, collectPurchases(shop));
}

describe("the order history", () => {
  test("has a row an order and a return, by customer and time", () => {
    const rows = historyOf(SHOP).objects() as Record<string, number | string>[];
    const day = (text: string) => Date.parse(`${text}Z`);
    expect(
      rows.map((row) => [
        row.CustomerID,
        row.time,
        row.value,
        row.lines,
        row.units,
        row.is_return,
        row.opens_order,
      ]),
    ).toEqual([
      ["ann", day("2011-01-05T10:00"), 12, 2, 6, 0, 1],
      ["ann", day("2011-01-05T10:01"), 7, 1, 1, 0, 0],
      ["ann", day("2011-01-07T09:00"), 6, 2, 3, 1, 0],
      ["ann", day("2011-02-01T10:00"), 6, 1, 3, 0, 1],
      ["bob", day("2011-01-09T10:00"), 4, 1, 1, 0, 1],
    ]);
  });

  test("begins with the id, and is the same after a round trip", () => {
    const history = historyOf(SHOP);
    const read = fromArrow(toArrowIPC(history)!);
    expect(read.columnNames()[0]).toBe("CustomerID");
    expect(read.objects()).toEqual(history.objects());
  });
});
