import { describe, expect, test } from "bun:test";
import type { ReadOptions } from "../../src/transactions/read";
import {
  customer,
  date,
  order,
  type ShopColumn,
  type ShopLine,
  shopCsv,
  shopLines,
  worth,
} from "./small-shop";
import { read, removeFilesAfterwards } from "./temporary-files";

removeFilesAfterwards();

const HEADER = "customer,order,date,quantity,price,currency";
const MIXED = [
  HEADER,
  "ann,1,2026-01-05,2,10.00,GBP",
  "bob,2,2026-01-06,1,20.00,GBP",
  "ann,3,2026-02-05,1,30.00,EUR",
  "cid,4,2026-02-06,1,40.00,USD",
];
const POUNDS = MIXED.filter((line) => !/EUR|USD/.test(line));
const SIGNS = [
  "customer,order,date,quantity,price",
  "ann,1,2026-01-05,2,£10.00",
  "bob,2,2026-01-06,1,£20.00",
  "ann,3,2026-02-05,1,$30.00",
];

async function found(lines: readonly string[], options: ReadOptions = {}) {
  const { report } = await read(`${lines.join("\n")}\n`, options);
  const { currency, revenue, warnings } = report;
  return { currency, revenue, warnings: warnings.map(({ code }) => code), report };
}

describe("amounts in several currencies", () => {
  test("are counted in that of most rows, and the others are set aside", async () => {
    expect(await found(MIXED)).toMatchObject({
      currency: "GBP",
      revenue: 40,
      warnings: ["several_currencies"],
    });
  });

  test("are converted by rates of their day", async () => {
    const rates = "2026-01-01,GBP,1.2\n2026-01-06,GBP,1.3\n2026-01-01,USD,0.9";
    // 20 × 1.2 + 20 × 1.3 + 30 + 40 × 0.9
    const { revenue, ...rest } = await found(MIXED, { currency: "EUR", rates });
    expect(revenue).toBeCloseTo(116, 9);
    expect(rest).toMatchObject({ currency: "EUR", warnings: ["converted_currencies"] });
  });

  test("for which there is no rate are set aside, whatever there is for the others", async () => {
    expect(await found(MIXED, { currency: "EUR", rates: "currency,rate\nGBP,2" })).toMatchObject({
      currency: "EUR",
      revenue: 110,
      warnings: ["several_currencies", "converted_currencies"],
    });
  });

  test("are not added in the account of statuses either", async () => {
    const lines = MIXED.map((line, i) => `${line},${i === 0 ? "status" : "paid"}`);
    const { report } = await found(lines);
    expect(report.statuses).toMatchObject([{ value: "paid", rows: 4, revenue: 40 }]);
  });

  test("are not counted in one that itself has a rate, though most rows are in it", async () => {
    expect(await found(MIXED, { rates: "currency,rate\nGBP,2\nUSD,1" })).toMatchObject({
      currency: "EUR",
      revenue: 150,
    });
  });

  test("are refused where all have a rate and nothing says in which currency", async () => {
    const rates = "currency,rate\nGBP,2\nUSD,3\nEUR,4";
    await expect(found(MIXED, { rates })).rejects.toThrow(
      "orders.csv: Each currency of the file (GBP, EUR, USD) has an exchange rate",
    );
    expect(await found(MIXED, { rates, currency: "CHF" })).toMatchObject({ currency: "CHF", revenue: 320 });
  });

  test("are converted by the file's rates, which are never thousands", async () => {
    const header = "customer;order;date;quantity;price;currency;exchange_rate";
    const eur = ["ann;1;2026-01-05;2;10;EUR;1", "bob;2;2026-01-06;1;20;EUR;1", "bob;3;2026-01-09;1;20;EUR;1"];
    const { revenue } = await found([header, ...eur, "ann;4;2026-02-05;1;30;GBP;1,165"]);
    expect(revenue).toBeCloseTo(60 + 30 * 1.165, 9);
    const written = await found([header, ...eur, "ann;4;2026-02-05;1;30,50;GBP;1.165"]);
    expect(written.revenue).toBeCloseTo(60 + 30.5 * 1.165, 9);
  });

  test("are set aside with what was given back in them", async () => {
    const header = "customer,order,date,type,quantity,price,currency";
    const { report } = await found([
      header,
      "ann,1,2026-01-05,sale,2,10,EUR",
      "bob,2,2026-01-06,sale,1,20,EUR",
      "cid,3,2026-01-07,sale,1,800,USD",
      "cid,3,2026-01-09,refund,1,500,USD",
    ]);
    expect(report).toMatchObject({
      revenue: 40,
      refunds: 0,
      rows_returned: 0,
      dropped: { other_currency: { rows: 2 } },
    });
    expect(report.currencies).toMatchObject([
      { currency: "EUR", revenue: 40 },
      { currency: "USD", revenue: 300, use: "set_aside" },
    ]);
  });

  test.each([
    ["zł", "PLN"],
    ["R$", "BRL"],
    ["$", "CAD"],
    ["kr", "SEK"],
    ["€", "EUR"],
  ])("may be written as the sign %s in a column, which %s has", async (sign, currency) => {
    const lines = MIXED.slice(1).map((line) => line.replace(/[^,]*$/, sign));
    expect(await found([HEADER, ...lines], { currency })).toMatchObject({
      currency,
      revenue: 110,
      warnings: [],
    });
  });

  test("are told by the signs of their prices too, with what each comes to", async () => {
    const { report, warnings } = await found(SIGNS);
    expect(warnings).toEqual(["several_currencies"]);
    expect(report.currencies).toMatchObject([
      { currency: "GBP", revenue: 40, use: "kept" },
      { currency: "$", revenue: 30, use: "set_aside" },
    ]);
  });

  test("take a sign that many have for the one that is asked for", async () => {
    for (const currency of ["USD", "CAD"])
      expect(await found(SIGNS, { currency, rates: "currency,rate\nGBP,1.5" })).toMatchObject({
        currency,
        revenue: 90,
      });
  });
});

describe("exchange rates in the file", () => {
  const withRates = (eur: string, usd: string) => [
    `${HEADER},exchange rate`,
    `ann,1,2026-01-05,2,10.00,EUR,${eur}`,
    `bob,2,2026-01-06,1,20.00,EUR,${eur}`,
    `ann,3,2026-02-05,1,30.00,USD,${usd}`,
  ];

  test("convert into the currency whose own is 1, though most rows are in another", async () => {
    expect(await found(withRates("1.5", "1"))).toMatchObject({
      currency: "USD",
      revenue: 90,
      warnings: ["converted_currencies"],
    });
  });

  test("are not taken for rates into another one that is asked for", async () => {
    expect(await found(withRates("1.5", "1"), { currency: "EUR" })).toMatchObject({
      currency: "EUR",
      revenue: 40,
      warnings: ["several_currencies"],
    });
    expect(
      await found(withRates("1.5", "1"), { currency: "EUR", rates: "currency,rate\nUSD,0.5" }),
    ).toMatchObject({ currency: "EUR", revenue: 55, warnings: ["converted_currencies"] });
  });

  test("convert into the one that is asked for where the file has no row of it", async () => {
    expect(await found(withRates("1.5", "2"), { currency: "CHF" })).toMatchObject({
      currency: "CHF",
      revenue: 120,
    });
  });

  test("are of no use where nothing says into which they convert, or all are 1", async () => {
    for (const [eur, usd] of [
      ["1.5", "2"],
      ["1", "1"],
    ] as const)
      expect(await found(withRates(eur, usd))).toMatchObject({
        currency: "EUR",
        revenue: 40,
        warnings: ["several_currencies"],
      });
  });
});

describe("amounts that are all in another currency than is asked for", () => {
  test("are counted in their own, and that is said", async () => {
    for (const lines of [POUNDS, SIGNS.slice(0, 3)])
      expect(await found(lines, { currency: "EUR" })).toMatchObject({
        currency: "GBP",
        revenue: 40,
        warnings: ["other_currency_counted"],
      });
  });

  test("are so too where the system that wrote the file always uses one", async () => {
    const olist = [
      "order_id,customer_unique_id,order_purchase_timestamp,order_status,product_id,price,freight_value,payment_value,customer_state",
      "o1,ann,2018-01-05 10:00:00,delivered,p1,10.00,1.00,11.00,SP",
      "o2,bob,2018-01-06 10:00:00,delivered,p1,30.00,1.00,31.00,RJ",
    ];
    expect(await found(olist, { currency: "EUR" })).toMatchObject({
      currency: "BRL",
      revenue: 40,
      warnings: ["other_currency_counted"],
    });
    expect(await found(olist, { currency: "EUR", rates: "currency,rate\nBRL,0.25" })).toMatchObject({
      currency: "EUR",
      revenue: 10,
      warnings: ["converted_currencies"],
    });
  });

  test("are converted where there are rates", async () => {
    expect(await found(POUNDS, { currency: "EUR", rates: "currency,rate\nGBP,2" })).toMatchObject({
      currency: "EUR",
      revenue: 80,
      warnings: ["converted_currencies"],
    });
  });
});

describe("a column that has the amounts in one currency already", () => {
  const currencies = ["USD", "EUR", "GBP"] as const;
  const rates = { USD: 1, EUR: 1.08, GBP: 1.27 };
  const codeOf = (row: number) => currencies[(row >> 1) % 3]!;
  const code: ShopColumn = ["currency", (_, row) => codeOf(row)];
  const charged: ShopColumn = ["amount", (line) => worth(line).toFixed(2)];
  const inDollars = (line: ShopLine, row: number) => Number((worth(line) * rates[codeOf(row)]).toFixed(2));
  const dollars = shopLines.reduce((sum, line, row) => sum + inDollars(line, row), 0);
  const reportOf = async (name: string, cell: ShopColumn[1] = inDollars, options: ReadOptions = {}) =>
    (await read(shopCsv([customer, order, date, code, charged, [name, cell]]), options)).report;

  test.each(["amount_usd", "Amount (USD)", "converted amount", "base_amount", "Amount in home currency"])(
    "is counted under the name %s",
    async (name) => {
      const report = await reportOf(name);
      expect(report).toMatchObject({ currency: "USD", orders: 60, warnings: [], dropped: {} });
      expect(report.revenue).toBeCloseTo(dollars, 6);
      expect([report.roles.line_total, report.roles.order_total]).toContainEqual(
        expect.objectContaining({ column: name, evidence: expect.stringContaining('"amount" in USD') }),
      );
    },
  );

  test("is converted further by rates that are given", async () => {
    const report = await reportOf("amount_usd", inDollars, {
      currency: "CHF",
      rates: "currency,rate\nUSD,0.5",
    });
    expect(report.currency).toBe("CHF");
    expect(report.revenue).toBeCloseTo(dollars / 2, 6);
  });

  test("is none where its rates are those of a tax, or run through each other", async () => {
    const taxed = await reportOf("amount_with_tax");
    expect(taxed).toMatchObject({ warnings: [{ code: "several_currencies" }] });
    const random = await reportOf("amount_usd", (line, row) => worth(line) * [0.4, 1, 3.1, 7, 1.6][row % 5]!);
    expect(random).toMatchObject({ warnings: [{ code: "several_currencies" }] });
  });

  test("is not taken where the caller says that the other one is meant", async () => {
    const report = await reportOf("amount_usd", inDollars, { mapping: { order_total: "amount" } });
    expect(report).toMatchObject({ warnings: [{ code: "several_currencies" }] });
  });
});
