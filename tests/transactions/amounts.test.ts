import { describe, expect, test } from "bun:test";
import {
  customer,
  date,
  order,
  price,
  product,
  quantity,
  revenueWhere,
  type ShopColumn,
  type ShopLine,
  shopCsv,
  shopLines,
  standard,
  worth,
} from "./small-shop";
import { read, refusal, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

const gross = revenueWhere();
const share = (line: ShopLine) => [0, 0.05, 0.1, 0.2][line.product.charCodeAt(1) % 4]!;
const ofLine = (line: ShopLine) => Math.round(100 * worth(line) * share(line)) / 100;
const ofOrder = new Map<string, number>();
for (const line of shopLines) ofOrder.set(line.order, (ofOrder.get(line.order) ?? 0) + worth(line));
const orderDiscount = (line: ShopLine) =>
  Number(line.order) % 2 === 0 ? Math.round(10 * ofOrder.get(line.order)!) / 100 : 0;
const isFirst = (row: number) => row % 2 === 0;

describe("a discount is taken off", () => {
  const off = shopLines.reduce((sum, line) => sum + worth(line) * share(line), 0);
  const amounts = shopLines.reduce((sum, line) => sum + ofLine(line), 0);
  const orders = shopLines.reduce((sum, line, row) => sum + (isFirst(row) ? orderDiscount(line) : 0), 0);

  test.each<[string, ShopColumn, number]>([
    ["as a share", ["discount", share], off],
    ["as a number of per cent", ["discount_percent", (line) => 100 * share(line)], off],
    ["with a sign of per cent", ["Rabatt", (line) => `${Math.round(100 * share(line))} %`], off],
    ["as a share in a column of per cent", ["disc_pct", share], off],
    ["as an amount", ["discount_amount", ofLine], amounts],
    ["as an amount below zero", ["discount", (line) => -ofLine(line)], amounts],
    ["under its German name", ["Nachlass", (line) => ofLine(line).toFixed(2)], amounts],
    ["once an order, on each line", ["order_discount", orderDiscount], orders],
    [
      "once an order, on the first line",
      ["discount", (line, row) => (isFirst(row) ? orderDiscount(line) : "")],
      orders,
    ],
  ])("%s", async (_, column, expected) => {
    const { report } = await read(shopCsv([...standard, column]));
    expect(report.discounts).toBeCloseTo(expected, 6);
    expect(report.revenue).toBeCloseTo(gross - expected, 6);
  });

  test("not twice where the line's total has it off", async () => {
    const total: ShopColumn = ["line_total", (line) => worth(line) - ofLine(line)];
    const { report } = await read(shopCsv([...standard, ["discount", ofLine], total]));
    expect(report.revenue).toBeCloseTo(gross - amounts, 6);
  });

  test("not for its code", async () => {
    const { report } = await read(
      shopCsv([...standard, ["discount_code", (line) => (share(line) > 0 ? "SPRING" : "")]]),
    );
    expect(report.revenue).toBeCloseTo(gross, 6);
  });
});

describe("a discount in steps of five, which no line is too small for", () => {
  const steps: ShopColumn[1] = (line) => [0, 5, 10, 20][line.product.charCodeAt(1) % 4]!;
  const dear: ShopColumn = ["unit_price", (line) => 10 * line.price];
  const readAs = async (name: string, cell = steps) =>
    (await read(shopCsv([customer, order, date, product, quantity, dear, [name, cell]]))).report;
  const off = (amount: (line: ShopLine, row: number) => number) =>
    shopLines.reduce((sum, line, row) => sum + amount(line, row), 0);
  const percent = off((line, row) => (10 * worth(line) * Number(steps(line, row))) / 100);

  test.each(["discount", "Rabatt"])("is read as per cent under the name %s, with a warning", async (name) => {
    const report = await readAs(name);
    expect(report.discounts).toBeCloseTo(percent, 6);
    expect(report.warnings).toEqual([
      expect.objectContaining({
        code: "discount_unit",
        rows: 120,
        message: expect.stringContaining(`Whether "${name}" is an amount or a percentage is not certain`),
      }),
    ]);
  });

  test("is sure where the name says which it is", async () => {
    const [rate, amount] = [await readAs("discount %"), await readAs("discount amount")];
    expect([rate.warnings, amount.warnings]).toEqual([[], []]);
    expect(rate.discounts).toBeCloseTo(percent, 6);
    expect(amount.discounts).toBeCloseTo(
      off((line, row) => Number(steps(line, row))),
      6,
    );
  });

  test("is an amount without a warning where it has cents", async () => {
    const report = await readAs("discount", (line, row) => Number(steps(line, row)) * 0.23);
    expect(report.warnings).toEqual([]);
    expect(report.discounts).toBeCloseTo(
      off((line, row) => Number(steps(line, row)) * 0.23),
      6,
    );
  });
});

describe("a refund", () => {
  test.each<[string, ShopColumn, number]>([
    ["a line", ["refund_amount", (_, row) => (row % 7 === 0 ? 1.5 : 0)], 18 * 1.5],
    ["an order, on each line", ["refunded_amount", (line) => (Number(line.order) % 4 === 0 ? 2 : 0)], 15 * 2],
    [
      "of units",
      ["returned_qty", (line) => (line.quantity > 1 && line.product === "P1" ? 1 : 0)],
      shopLines.reduce((sum, line) => sum + (line.quantity > 1 && line.product === "P1" ? line.price : 0), 0),
    ],
  ])("%s is subtracted from the net revenue", async (_, column, expected) => {
    const { report } = await read(shopCsv([...standard, column]));
    expect(report.revenue).toBeCloseTo(gross, 6);
    expect(report.refunds).toBeCloseTo(expected, 6);
    expect(report.net_revenue).toBeCloseTo(gross - expected, 6);
  });

  test("of all that was paid makes the order none", async () => {
    const all: ShopColumn = [
      "refunded_amount",
      (line) => (line.order === "7010" ? ofOrder.get(line.order)! : 0),
    ];
    const { report } = await read(shopCsv([...standard, all]));
    expect(report).toMatchObject({ orders: 59, refunds: 0, dropped: { refunded_order: { rows: 2 } } });
  });
});

describe("of several amounts", () => {
  const cost: ShopColumn[1] = (line) => line.price / 2;
  const revenue: ShopColumn = ["revenue", worth];

  test.each([
    "unit_cost",
    "purchase_price",
    "wholesale_price",
    "buying price",
    "Einkaufspreis",
    "Precio de costo",
    "prix d'achat",
  ])("%s is what the goods cost the shop, and the revenue counts", async (name) => {
    const { report } = await read(shopCsv([customer, order, date, product, quantity, [name, cost], revenue]));
    expect(report.revenue).toBeCloseTo(gross, 6);
  });

  test("the unit price goes before the order's total on each line", async () => {
    const total: ShopColumn = ["order_total", (line) => ofOrder.get(line.order)!];
    const { report } = await read(shopCsv([...standard, total]));
    expect(report).toMatchObject({ warnings: [] });
    expect(report.revenue).toBeCloseTo(gross, 6);
  });

  test("the order's total on each line counts once", async () => {
    const total: ShopColumn = ["total", (line) => ofOrder.get(line.order)!];
    const { report } = await read(shopCsv([customer, order, date, product, quantity, total]));
    expect(report.revenue).toBeCloseTo(gross, 6);
  });

  test("a price that grows with the quantity is the line's amount", async () => {
    const byProduct = (line: ShopLine) => line.quantity * (3 + Number(line.product.slice(1)));
    const { report } = await read(shopCsv([customer, order, date, product, quantity, ["price", byProduct]]));
    expect(report.mapping).toMatchObject({ line_total: "price" });
    expect(report.revenue).toBeCloseTo(
      shopLines.reduce((sum, line) => sum + byProduct(line), 0),
      6,
    );
  });

  test("a cost alone is no price", async () => {
    expect(await refusal(shopCsv([customer, order, date, product, quantity, ["unit_cost", cost]]))).toContain(
      "unit_price",
    );
  });

  test.each(["pcs", "pieces", "Stk", "units", "Menge"])("%s is how many", async (name) => {
    const { report } = await read(shopCsv([customer, order, date, product, [name, quantity[1]], price]));
    expect(report.revenue).toBeCloseTo(gross, 6);
  });

  test.each(["pcs", "Stk."])("%s beside each number are pieces", async (unit) => {
    const pieces: ShopColumn = ["quantity", (line) => `${line.quantity} ${unit}`];
    const { report } = await read(shopCsv([customer, order, date, product, pieces, price]));
    expect(report.revenue).toBeCloseTo(gross, 6);
  });

  test.each(["Shipping", "Versandkosten", "Frais de port"])(
    "rows of %s are no goods, which is said",
    async (word) => {
      const shipped = shopLines.flatMap((line, row) =>
        isFirst(row) ? [line, { ...line, product: word, quantity: 1, price: 4.9 }] : [line],
      );
      const { report } = await read(shopCsv(standard, shipped));
      expect(report).toMatchObject({ orders: 60, warnings: [{ code: "not_products", rows: 60 }] });
      expect(report.revenue).toBeCloseTo(gross, 6);
    },
  );
});
