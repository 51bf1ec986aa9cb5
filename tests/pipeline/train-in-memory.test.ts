import { describe, expect, test } from "bun:test";
import { bandOf } from "../../src/learning/conformal-bands";
import { backtestShop, reportTests, testDates } from "../../src/pipeline/backtest";
import { train as trainOn } from "../../src/pipeline/train";
import { onePart } from "../../src/transactions/parts";
import type { Transactions } from "../../src/transactions/transactions";
import { simulatedLines } from "../models/simulated-shop";
import { shopOfLines } from "../shop";
import { type Scored, scored } from "./scored";
import type { SmallOrder } from "./small-files";

const DAY_MS = 86_400_000;
const START = Date.UTC(2020, 0, 1, 12);

function shopOfOrders(orders: readonly SmallOrder[]): Transactions {
  return shopOfLines(
    orders.map(({ customer, day, value }, i) => ({
      customer: String(1000 + Number(customer)),
      time: START + day * DAY_MS,
      order: `o${i}`,
      product: `p${i % 5}`,
      quantity: 1,
      price: value,
      country: null,
    })),
  );
}

/** `count` orders, the i-th as `of` says. */
function orders(
  count: number,
  of: (i: number) => [customer: number, day: number, value: number],
): SmallOrder[] {
  return Array.from({ length: count }, (_, i) => {
    const [customer, day, value] = of(i);
    return { customer, day, value };
  });
}

const train = async (...asked: Parameters<typeof trainOn>) => scored(await trainOn(...asked));

function column({ table }: Scored, name: string): number[] {
  return Array.from(table.array(name) as ArrayLike<number>);
}

describe("the scores of a training", () => {
  const shop = shopOfLines(simulatedLines(5, 400, 330));

  test("hold the interval about each expectation, the same as the model's bands give", async () => {
    const training = await train(shop, { settings: { effort: "quick" } });
    const { bands } = training.trained.spend.all;
    const [expected, low, high] = ["ltv_estimate", "ltv_low", "ltv_high"].map((name) =>
      column(training, name),
    );
    expect(bands).not.toBeNull();
    expected!.forEach((value, i) => {
      expect({ low: low![i]!, high: high![i]! }).toEqual(bandOf(bands!, value));
      expect(low![i]!).toBeLessThanOrEqual(high![i]!);
    });
    expect(expected!.every((value) => value >= 0)).toBe(true);
  });

  test("do not depend on the currency: amounts in another unit change amounts and nothing else", async () => {
    // A power of two, so that no amount is rounded differently.
    const unit = 1024;
    const lines = simulatedLines(5, 400, 330);
    const inCoins = shopOfLines(lines.map((line) => ({ ...line, price: unit * line.price })));
    const settings = { effort: "quick" } as const;
    const [notes, coins] = [await train(shop, { settings }), await train(inCoins, { settings })];
    for (const name of ["churn_probability", "no_order_probability", "spend_trend"]) {
      const same = column(coins, name);
      column(notes, name).forEach((value, i) => {
        expect(Math.abs(same[i]! - value)).toBeLessThan(1e-5);
      });
    }
    const scaled = column(coins, "ltv_estimate");
    column(notes, "ltv_estimate").forEach((value, i) => {
      // Nothing at all is expected of who has sent everything back.
      expect(Math.abs(scaled[i]! / unit - value)).toBeLessThanOrEqual(1e-3 * value);
    });
  });

  test("are given for everybody where the models were learned from a part of the customers", async () => {
    const settings = { effort: "quick", mostCustomersToLearnFrom: 150 } as const;
    const training = await train(shop, { settings });
    const { trained, table } = training;
    expect(table.numRows()).toBe(400);
    expect(table.array("CustomerID")).toEqual(shop.customers as string[]);
    // A part of the customers has a part of the rows.
    const { test: judged } = { test: trained.churn.all.evaluation! };
    expect(judged.rows).toBeLessThanOrEqual(150);
    expect(trained.spend.all.evaluation!.rows).toBeLessThanOrEqual(150);
    expect(trained.segments.reduce((sum, { customers }) => sum + customers, 0)).toBe(400);
    expect(column(training, "churn_probability").every((p) => p > 0 && p < 1)).toBe(true);
    expect(column(training, "ltv_estimate").every((value) => value >= 0)).toBe(true);
    expect(column(training, "no_order_probability").every((p) => p >= 0 && p <= 1)).toBe(true);
    const again = await train(shop, { settings });
    expect(again.onnx).toEqual(training.onnx);
    expect(column(again, "churn_probability")).toEqual(column(training, "churn_probability"));
  });
});

/** Shops on which something is missing that a model might take for granted. */
const SHOPS: readonly [string, SmallOrder[]][] = [
  ...[2, 4, 7, 10].map((n): [string, SmallOrder[]] => [
    `${n} customers, one of whom leaves`,
    orders(n * 80, (i) => [i % n, 7 * Math.floor(i / n), 10 + (i % 5)]).filter(
      ({ customer, day }) => customer !== 0 || day < 60,
    ),
  ]),
  [
    "ten customers with history for one cutoff",
    orders(10 * 15, (i) => [i % 10, 7 * Math.floor(i / 10), 10 + (i % 5)]).filter(
      ({ customer, day }) => customer !== 0 || day < 30,
    ),
  ],
  [
    "two hundred customers with history for one cutoff",
    orders(200 * 8, (i) => [i % 200, 13 * Math.floor(i / 200) + (i % 50) / 4, 10 + (i % 9)]).filter(
      ({ customer, day }) => Number(customer) % 3 > 0 || day < 50,
    ),
  ],
  ["everybody is identical", orders(130 * 12, (i) => [i % 130, 30 * Math.floor(i / 130), 25])],
  [
    "everybody came once on one day, and one came again",
    [...orders(300, (i) => [i, 0, 10]), { customer: 0, day: 400, value: 10 }],
  ],
  [
    "one customer buys everything",
    [...orders(300, (i) => [i, i % 200, 10]), ...orders(400, (i) => [999, i, 50])],
  ],
  [
    "a handful of regulars among those who come once",
    [
      ...orders(9 * 60, (i) => [i % 9, 8 * Math.floor(i / 9), 20 + (i % 7)]),
      ...orders(400, (i) => [100 + i, i, 5 + (i % 9)]),
    ],
  ],
];

describe("a training and a backtest end, and say nothing that is no number of its kind, where", () => {
  test.each(SHOPS)("%s", async (_, given) => {
    const shop = shopOfOrders(given);
    const training = await train(shop, { settings: { effort: "quick" } });
    const { churn, spend } = training.trained;
    const learned = churn.all.model.level !== "none";
    expect(training.table.numRows()).toBe(shop.customers.length);
    for (const p of column(training, "churn_probability"))
      if (learned) expect(p >= 0 && p <= 1).toBe(true);
      else expect(p).toBeNaN();
    for (const value of column(training, "ltv_estimate"))
      if (spend.all.model.kind === "none") expect(value).toBeNaN();
      else expect(value >= 0 && value < Infinity).toBe(true);
    const [low, high] = [column(training, "ltv_low"), column(training, "ltv_high")];
    low.forEach((end, i) => {
      if (spend.all.bands) expect(end <= high[i]!).toBe(true);
      else expect(end).toBeNaN();
    });
    const weights = spend.all.model.members.map(({ weight }) => weight);
    expect(weights.every((weight) => weight >= 0)).toBe(true);
    if (weights.length > 0) expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const settings = { effort: "quick" } as const;
    const report = reportTests(testDates(await backtestShop(onePart(shop), settings), 1, settings));
    expect(report.churn.tests.length).toBeLessThanOrEqual(1);
  });
});
