import { describe, expect, test } from "bun:test";
import type { Transactions } from "../../src/transactions/transactions";
import { read, removeFilesAfterwards, rowsOf } from "./temporary-files";

removeFilesAfterwards();

const columns = "customer,order,date,sku,total";
const row = (order: number, sku: string, total: string | number) =>
  `c${order % 5},${order},2011-12-09,${sku},${total}`;

/** `orders` orders of two lines, the totals of which `totals` gives. */
function pairs(orders: number, totals: (order: number) => [string | number, string | number]): string[] {
  return Array.from({ length: orders }, (_, order) => {
    const [first, second] = totals(order);
    return [row(order, "A", first), row(order, "B", second)];
  }).flat();
}

const table = (rows: readonly string[], header = columns) => [header, ...rows].join("\n");
const dropped = ({ report }: Transactions) =>
  Object.values(report.dropped).reduce((sum, { rows }) => sum + rows, 0);

describe("a total on the first line of an order only", () => {
  const shopify = [row(1, "A", 30), row(1, "B", ""), row(1, "C", ""), row(2, "A", 7), row(3, "B", "")];

  test("is divided over the lines of the order, which all count", async () => {
    const transactions = await read(table(shopify), { limits: { maxUnreadableShare: 0.5 } });
    const { report, products } = transactions;
    expect(rowsOf(transactions)).toEqual([
      "c1 1 A 2011-12-09T00:00:00 1 10 -",
      "c1 1 B 2011-12-09T00:00:00 1 10 -",
      "c1 1 C 2011-12-09T00:00:00 1 10 -",
      "c2 2 A 2011-12-09T00:00:00 1 7 -",
    ]);
    expect(report.revenue).toBe(37);
    expect(products).toEqual(["A", "B", "C"]);
    expect(report.notes.join()).toContain("2 lines have no total of their own");
    // Order 3 has no total at all.
    expect(report.dropped.unreadable_number?.rows).toBe(1);
    expect(report.rows_kept + dropped(transactions)).toBe(report.rows_read);
  });

  test("is divided by units where there are quantities", async () => {
    const rows = ["a,1,2011-12-09,A,1,30", "a,1,2011-12-09,B,2,"];
    const { lines, report } = await read(table(rows, "customer,order,date,sku,quantity,total"));
    expect([...lines.quantity]).toEqual([1, 2]);
    expect([...lines.unitPrice]).toEqual([10, 10]);
    expect(report.revenue).toBe(30);
  });

  test("is no total of the order where its other lines have other totals", async () => {
    const transactions = await read(table([row(1, "A", 30), row(1, "B", 20), row(1, "C", "")]), {
      limits: { maxUnreadableShare: 0.5 },
    });
    expect(transactions.report.revenue).toBe(50);
    expect(transactions.report.dropped.unreadable_number?.rows).toBe(1);
  });

  test("is a return of that value, once, where it is negative", async () => {
    const { returns, report } = await read(
      table([...shopify.slice(3, 4), row(2, "C", -6), row(7, "A", -8), row(7, "B", ""), row(12, "A", 1)]),
    );
    expect(report.dropped.unreadable_number).toBeUndefined();
    const value = returns.quantity.reduce((sum, quantity, i) => sum + quantity * returns.unitPrice[i]!, 0);
    expect(value).toBe(-14);
  });

  test("counts the lines without one once where they are exported twice", async () => {
    const twice = shopify.slice(0, 3).flatMap((line) => [line, line]);
    const { report, lines } = await read(table(twice));
    expect(lines.length).toBe(3);
    expect(report.revenue).toBe(30);
  });
});

describe("a total on every line of an order", () => {
  test("is counted once where the orders with several lines repeat it", async () => {
    const transactions = await read(
      table([...pairs(20, (order) => [order + 1, order + 1]), row(99, "A", 5)]),
    );
    expect(transactions.report.revenue).toBe((20 * 21) / 2 + 5);
    expect(transactions.lines.length).toBe(41);
    expect(transactions.report.notes.join()).toContain(
      "20 of 20 orders with several lines have the same total on all of them",
    );
  });

  test("is not to be seen in rows that were merely exported twice", async () => {
    const rows = Array.from({ length: 20 }, (_, order) => `c,${order},2011-12-09,${order + 1}`);
    const { report } = await read(table([...rows, ...rows], "customer,order,date,total"));
    expect(report.revenue).toBe((20 * 21) / 2);
    expect(report.notes.join()).not.toContain("carry the same total");
  });

  test("is counted whole where one of the lines is a duplicate", async () => {
    const rows = pairs(20, () => [10, 10]);
    const { report } = await read(table([...rows, ...rows.slice(0, 3)]));
    expect(report.dropped.duplicate_row?.rows).toBe(3);
    expect(report.revenue).toBe(200);
  });

  test("leaves the few orders whose lines differ to be summed", async () => {
    const rows = pairs(40, (order) => (order < 39 ? [10, 10] : [3, 4]));
    const { report } = await read(table(rows));
    expect(report.revenue).toBe(39 * 10 + 7);
  });
});

describe("true totals of lines are summed", () => {
  test("where they differ in more than a twentieth of the orders", async () => {
    const { report } = await read(table(pairs(40, (order) => (order < 37 ? [10, 10] : [3, 4]))));
    expect(report.revenue).toBe(37 * 20 + 3 * 7);
    expect(report.notes.join()).not.toContain("total");
  });

  test("where fewer than ten orders have several lines", async () => {
    const { report } = await read(table(pairs(9, () => [10, 10])));
    expect(report.revenue).toBe(180);
  });

  test("where the column is called a total of lines", async () => {
    const { report } = await read(
      table(
        pairs(20, () => [10, 10]),
        columns.replace("total", "line_total"),
      ),
    );
    expect(report.revenue).toBe(400);
  });
});

describe("numbers that could be thousands or decimals", () => {
  const orders = (price: string) => `customer;order;date;quantity;price\na;1;2011-12-09;2;${price}\n`;

  test("are read with a decimal dot, and the report says so and how to be sure", async () => {
    const commas = await read(orders("1,234"));
    expect(commas.report.revenue).toBe(2468);
    expect(commas.report.notes.join()).toContain(
      "Nothing in column quantity and price settles whether a comma or a dot is the decimal separator",
    );
    expect(commas.report.notes.join()).toContain("1 numbers such as 1,234 thousands (1234)");
    expect(commas.report.notes.join()).toContain("such as 1234.00");
    const dots = await read(orders("1.234"));
    expect(dots.report.revenue).toBe(2.468);
    expect(dots.report.notes.join()).toContain("1 numbers such as 1.234 decimals (1.234)");
  });

  test("need no note where another number settles it, or there are none", async () => {
    for (const content of [`${orders("1,234")}a;2;2011-12-09;2;5,50\n`, orders("1234"), orders("12.34")])
      expect((await read(content)).report.notes.join()).not.toContain("decimal separator");
  });
});
