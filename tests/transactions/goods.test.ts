import { expect, test } from "bun:test";
import { type ReadOptions, readTransactions } from "../../src/transactions/read";
import { table } from "./profiles/shop-export";
import { removeFilesAfterwards, temporaryFile } from "./temporary-files";

removeFilesAfterwards();

async function check(text: string, options?: ReadOptions) {
  const { report } = await readTransactions(temporaryFile(text), options);
  const money = (amount: number) => Math.round(amount * 100) / 100;
  return {
    ...report,
    revenue: money(report.revenue),
    discounts: money(report.discounts),
    refunds: money(report.refunds),
    codes: report.warnings.map(({ code }) => code),
  };
}

function everyOrder(count: number, row: (k: number) => string): string {
  return Array.from({ length: count }, (_, k) => row(k)).join("\n");
}

test("of a total that is a subtotal and shipping, the subtotal is read and the discount taken off", async () => {
  const header = "order_id|order_date|email|subtotal|discount|shipping|tax|total";
  const rows = everyOrder(
    8,
    (k) => `${k}|2026-03-0${k + 1}|p${k % 3}@example.org|20.00|2.00|4.95|0.00|22.95`,
  );
  expect(await check(table(header, header, rows))).toMatchObject({ revenue: 144, discounts: 16, codes: [] });
  const taxed = "Order Number|Date|Customer Email|Subtotal|Delivery|Tax|Grand Total";
  const more = everyOrder(8, (k) => `${k}|2026-03-0${k + 1}|p${k % 3}@example.org|20.00|4.95|4.00|28.95`);
  expect(await check(table(taxed, taxed, more))).toMatchObject({ revenue: 160, codes: [] });
});

test("a total beside shipping alone is doubtful, and the shipping is named", async () => {
  const header = "order_id|order_date|email|shipping|total";
  const rows = everyOrder(6, (k) => `${k}|2026-03-0${k + 1}|p${k % 3}@example.org|4.95|22.95`);
  const { codes, revenue } = await check(table(header, header, rows));
  expect(codes).toEqual(["total_may_hold_shipping"]);
  expect(revenue).toBe(137.7);
});

test("an order's discount that is repeated on each line is taken off once, even where it is more than a line is worth", async () => {
  const header = "order_id|order_date|email|sku|quantity|unit_price|discount";
  const rows = everyOrder(
    6,
    (k) =>
      `${k}|2026-03-0${k + 1}|p${k % 3}@example.org|A|1|3.95|7.${k + 1}3\n${k}|2026-03-0${k + 1}|p${k % 3}@example.org|B|1|40.00|7.${k + 1}3`,
  );
  expect(await check(table(header, header, rows))).toMatchObject({ discounts: 44.28, revenue: 219.42 });
});

test("a line that was joined with payments or reviews counts once, and two units of a product are two", async () => {
  const header = "order_id|order_item_id|order_date|customer_id|product_id|price|payment_type|review";
  const rows = `1|1|2026-03-01|C1|A|10.00|card|5
    1|1|2026-03-01|C1|A|10.00|voucher|5
    1|2|2026-03-01|C1|A|10.00|card|5
    1|2|2026-03-01|C1|A|10.00|voucher|5
    2|1|2026-03-02|C2|B|20.00|card|4
    2|1|2026-03-02|C2|B|20.00|card|1
    3|1|2026-03-03|C1|B|20.00|card|4`;
  const report = await check(table(header, header, rows));
  expect(report).toMatchObject({ orders: 3, revenue: 60, rows_kept: 4 });
  expect(report.dropped.duplicate_row?.rows).toBe(3);
});

test("a column that only looks like a line number keeps different lines apart", async () => {
  const header = "order_id|line_no|order_date|customer_id|product_id|price|size";
  const rows = `1|1|2026-03-01|C1|A|10.00|S\n1|1|2026-03-01|C1|A|10.00|M\n1|1|2026-03-01|C1|B|5.00|M\n2|1|2026-03-02|C2|A|10.00|S`;
  expect(await check(table(header, header, rows))).toMatchObject({ rows_kept: 4, revenue: 35 });
});

test("in Shopify a tip is no goods, and an order of which only the shipping was refunded stands", async () => {
  const header =
    "Name|Email|Financial Status|Currency|Subtotal|Shipping|Total|Discount Amount|Created at|Lineitem quantity|Lineitem name|Lineitem price|Lineitem sku|Refunded Amount";
  const report = await check(
    table(
      header,
      header,
      `#1|ann@example.com|paid|EUR|12.00|0.00|12.00|0.00|2026-03-01 10:00:00 +0100|1|Mug|10.00||0.00
       #1|ann@example.com||||||| 2026-03-01 10:00:00 +0100|1|Tip|2.00||
       #2|ben@example.com|partially_refunded|EUR|3.95|4.95|8.90|0.00|2026-03-02 10:00:00 +0100|1|Spoon|3.95||4.95
       #3|ben@example.com|refunded|EUR|3.95|4.95|8.90|0.00|2026-03-03 10:00:00 +0100|1|Spoon|3.95||8.90`,
    ),
  );
  expect(report).toMatchObject({ orders: 2, revenue: 13.95, refunds: 4.95, products: 2 });
  expect(report.dropped.not_goods?.rows).toBe(1);
});

test("in WooCommerce money given back without an item is a refund", async () => {
  const header = "Date|Order #|Status|Customer|Customer type|Product(s)|Items sold|Coupon(s)|N. Revenue";
  const rows = `2026-03-01 10:00:00|1|completed|Ann|new|2× Mug|2||24.00
    2026-03-02 10:00:00|2|completed|Ben|new|1× Mug|1||12.00
    2026-03-05 10:00:00|1|completed|Ann|new|2× Mug|0||-4.00`;
  expect(await check(table(header, header, rows))).toMatchObject({ orders: 2, revenue: 36, refunds: 4 });
});

test("in Odoo a discount is off the subtotal and not off the unit price", async () => {
  const header =
    "Order Reference|Order Date|Customer|Status|Order Lines/Product|Order Lines/Quantity|Order Lines/Unit Price|Order Lines/Discount (%)|Order Lines/Subtotal";
  const rows = `S1|2026-03-01 10:00:00|Ann|Sales Order|Mug|2|10.00|10.0|18.00\n||||Bowl|1|20.00|0.0|20.00\nS2|2026-03-02 10:00:00|Ben|Sales Order|Mug|1|10.00|50.0|5.00`;
  const text = table(header, header, rows);
  expect(await check(text)).toMatchObject({ revenue: 43 });
  const without = header.replace("|Order Lines/Subtotal", "");
  const cut = rows.replace(/\|[^|\n]*$/gm, "");
  expect(await check(table(without, without, cut))).toMatchObject({ revenue: 43, discounts: 7 });
});

test("Square's items without transactions are orders by customer and moment", async () => {
  const header =
    "Date|Time|Category|Item|Qty|Price Point Name|Product Sales|Discounts|Net Sales|Tax|Gross Sales|Customer ID|Customer Name";
  const rows = `2026-03-01|10:00:00|x|Mug|1|Regular|$12.00|$0.00|$12.00|$1.00|$13.00|CA|Ann
    2026-03-01|10:00:00|x|Bowl|1|Regular|$20.00|-$2.00|$18.00|$1.00|$19.00|CA|Ann
    2026-03-02|10:00:00|x|Mug|1|Regular|$12.00|$0.00|$12.00|$1.00|$13.00|CB|Ben`;
  expect(await check(table(header, header, rows))).toMatchObject({ orders: 2, customers: 2, revenue: 42 });
});
