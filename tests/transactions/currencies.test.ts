import { describe, expect, test } from "bun:test";
import {
  customer,
  date,
  order,
  product,
  quantity,
  revenueWhere,
  type ShopColumn,
  type ShopLine,
  shopCsv,
  standard,
} from "./small-shop";
import { read, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

const isYen = (line: ShopLine) => Number(line.customer) % 4 === 0;
const inDollars = revenueWhere((line) => !isYen(line));
const inYen = 100 * revenueWhere(isYen);
const amount = (line: ShopLine) => (isYen(line) ? 100 * line.price : line.price);
const start = [customer, order, date, product, quantity] as const;
const mixed: ShopColumn = ["unit_price", amount];

describe("several currencies are never added", () => {
  test.each<[string, ShopColumn[]]>([
    ["codes", [mixed, ["currency", (line) => (isYen(line) ? "JPY" : "USD")]]],
    ["codes in small letters with blanks", [mixed, ["currency", (line) => (isYen(line) ? "jpy " : " usd")]]],
    ["a column of another name", [mixed, ["paid_in", (line) => (isYen(line) ? "JPY" : "USD")]]],
    [
      "codes inside the prices",
      [["unit_price", (line) => (isYen(line) ? `${amount(line)} JPY` : `${amount(line)} USD`)]],
    ],
    [
      "signs inside the prices",
      [["unit_price", (line) => (isYen(line) ? `JP¥${amount(line)}` : `US$${amount(line)}`)]],
    ],
  ])("%s: that of most rows counts, the other is set aside with its total", async (_, columns) => {
    const { report } = await read(shopCsv([...start, ...columns]));
    expect(report).toMatchObject({
      customers: 9,
      orders: 45,
      currency: "USD",
      warnings: [
        {
          code: "several_currencies",
          message: expect.stringContaining(`JPY ${inYen.toFixed(2)} in 15 orders`),
        },
      ],
    });
    expect(report.revenue).toBeCloseTo(inDollars, 6);
  });

  test("the file's own rate converts, and that is said", async () => {
    const text = shopCsv([
      ...start,
      mixed,
      ["currency", (line) => (isYen(line) ? "JPY" : "USD")],
      ["exchange_rate", (line) => (isYen(line) ? 0.01 : 1)],
    ]);
    const { report } = await read(text);
    expect(report.warnings).toMatchObject([{ code: "converted_currencies" }]);
    expect(report.revenue).toBeCloseTo(revenueWhere(), 6);
  });

  test("the currency that is asked for is the one that counts", async () => {
    const text = shopCsv([...start, mixed, ["currency", (line) => (isYen(line) ? "JPY" : "USD")]]);
    const { report } = await read(text, { currency: "jpy" });
    expect(report).toMatchObject({ currency: "JPY", orders: 15 });
    expect(report.revenue).toBeCloseTo(inYen, 6);
  });
});

test.each<[string, ShopColumn]>([
  ["all the same", ["currency", () => "EUR"]],
  ["the same in two cases", ["currency", (_, row) => (row % 2 === 0 ? "EUR" : "eur ")]],
  ["blank in some rows", ["currency", (_, row) => (row % 2 === 0 ? "EUR" : "")]],
])("one currency is no doubt: %s", async (_, column) => {
  const { report } = await read(shopCsv([...standard, column]));
  expect(report).toMatchObject({ currency: "EUR", orders: 60, warnings: [] });
});

test("a price without a currency is in that of the others", async () => {
  const { report } = await read(
    shopCsv([...start, ["price", (line, row) => (row % 2 === 0 ? `€${line.price}` : line.price)]]),
  );
  expect(report.orders).toBe(60);
  expect(report.revenue).toBeCloseTo(revenueWhere(), 6);
});
