import { describe, expect, test } from "bun:test";
import { newestOrder } from "../../../src/customers/labels";
import { collectPurchases } from "../../../src/customers/purchases";
import { days, daysToWeeks, probabilityOfNoPurchase } from "../../../src/learning/btyd/index";
import { Random } from "../../../src/learning/random";
import { type BtydFits, btydFeatures, fitBtyd } from "../../../src/models/spend/btyd-features";
import { DAY_MS, isoDay } from "../../../src/time";
import { type ShopLine, shopOfLines } from "../../shop";
import { SHOP_START, simulatedLines } from "../simulated-shop";

/** 10 days to stay away, 90 days to spend. */
const HORIZONS = { churnDays: 10, spendDays: 90 };

function fitted(lines: readonly ShopLine[]): { fits: BtydFits; columns: ReturnType<typeof btydFeatures> } {
  const shop = shopOfLines(lines);
  const purchases = collectPurchases(shop);
  const fits = fitBtyd(purchases, Int32Array.from(shop.customers.keys()), newestOrder(purchases));
  return { fits, columns: btydFeatures(fits, HORIZONS) };
}

/** Customers with one order a day on the given days after the start, each worth `value`. */
function regulars(customers: number, daysOf: (customer: number) => number[], value: number): ShopLine[] {
  return Array.from({ length: customers }, (_, c) =>
    daysOf(c).map((day, n) => ({
      customer: String(1000 + c),
      time: SHOP_START + day * DAY_MS,
      order: `${c}-${n}`,
      product: "mug",
      quantity: 1,
      price: value,
      country: "UK",
    })),
  ).flat();
}

const isMissing = (column: Float64Array) => column.every(Number.isNaN);
const isKnown = (column: Float64Array) => column.every((value) => value >= 0 && value < Infinity);

describe("the buy-till-you-die features", () => {
  test("are expected orders times their expected value, where both models fit", () => {
    const { fits, columns } = fitted(simulatedLines(7, 400, 300));
    expect(fits.family).toBe("pareto_nbd");
    expect(fits.refusals).toEqual([]);
    const { btyd_no_order_log_odds: noOrder, ...amounts } = columns;
    expect(Object.values(amounts).every(isKnown)).toBe(true);
    expect(noOrder.every(Number.isFinite)).toBe(true);
    expect(columns.btyd_p_alive.every((value) => value <= 1)).toBe(true);
    const product = columns.btyd_expected_orders.map((orders, i) => orders * columns.btyd_expected_value[i]!);
    expect(columns.btyd_expected_spend).toEqual(product);
  });

  test("of very many customers come from models of evenly chosen ones", () => {
    const purchases = collectPurchases(shopOfLines(simulatedLines(7, 400, 300)));
    const until = SHOP_START + 300 * DAY_MS;
    const half = Int32Array.from({ length: 24 * 400 }, (_, i) => i % 400);
    const all = fitBtyd(
      purchases,
      Int32Array.from({ length: 48 * 400 }, (_, i) => half[i >> 1]!),
      until,
    );
    const some = fitBtyd(purchases, half, until);
    expect(all.histories.x).toHaveLength(19_200);
    expect(all.purchases).toEqual(some.purchases);
    expect(all.values).toEqual(some.values);
  });

  test("look as far ahead as they are asked to, whose days are not taken for weeks", () => {
    const { fits, columns } = fitted(simulatedLines(7, 400, 300));
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    const ratio =
      sum(columns.btyd_expected_orders) /
      sum(btydFeatures(fits, { ...HORIZONS, spendDays: 9 }).btyd_expected_orders);
    // Somewhat less than ten times as many, because customers leave.
    expect(ratio).toBeGreaterThan(6);
    expect(ratio).toBeLessThan(10);
    // 400 customers with 1.6 / 40 orders a day at first, half of whom are gone: fewer than 400 · 90 · 0.04.
    expect(sum(columns.btyd_expected_orders)).toBeLessThan(1440);
    expect(sum(columns.btyd_expected_orders)).toBeGreaterThan(144);
  });

  test("are missing, and it is said why, with fewer than 30 customers who came back", () => {
    const { fits, columns } = fitted(regulars(29, (c) => [0, 5 + c], 10));
    const { btyd_expected_value, ...others } = columns;
    expect(Object.values(others).every(isMissing)).toBe(true);
    // What an order is usually worth is known without any model of when it comes.
    expect(btyd_expected_value.every((value) => Math.abs(value - 10) < 1e-9)).toBe(true);
    expect(fits.family).toBeNull();
    expect(fits.refusals).toEqual([
      "Buy-till-you-die models need 30 customers who have ordered on a second day; there are 29.",
    ]);
  });

  test("tell the log-odds of no order within the churn horizon, whatever the spend horizon", () => {
    const { fits, columns } = fitted(simulatedLines(7, 400, 300));
    const { purchases, histories } = fits;
    const none = probabilityOfNoPurchase(purchases!, histories, daysToWeeks(days(10)));
    const told = columns.btyd_no_order_log_odds;
    // No probability is told nearer to 0 or 1 than 1e-4: log-odds of 9.21024, log(9999).
    told.forEach((value, i) => {
      expect(value).toBeCloseTo(Math.log(Math.max(1e-4, none[i]!) / Math.max(1e-4, 1 - none[i]!)), 3);
    });
    expect(Math.max(...told)).toBeLessThanOrEqual(Math.log(9999) + 1e-9);
    const later = btydFeatures(fits, { churnDays: 20, spendDays: 9 }).btyd_no_order_log_odds;
    expect(later.every((value, i) => value < told[i]! || value > 9.21)).toBe(true);
  });

  test("go by usual order values where all days are worth the same: a fit on its boundary is reported and not used", () => {
    // One order of 10 a day at the most.
    const alike = simulatedLines(7, 400, 300)
      .filter((line) => line.quantity > 0)
      .map((line) => ({ ...line, quantity: 1, price: 10 }));
    const byDay = new Map(alike.map((line) => [`${line.customer} ${isoDay(line.time)}`, line]));
    const { fits, columns } = fitted([...byDay.values()]);
    expect(fits.values).toBeNull();
    expect(fits.refusals).toHaveLength(1);
    expect(isKnown(columns.btyd_expected_orders)).toBe(true);
    columns.btyd_expected_spend.forEach((spend, i) => {
      expect(columns.btyd_expected_value[i]!).toBeCloseTo(10, 9);
      expect(spend).toBeCloseTo(10 * columns.btyd_expected_orders[i]!, 7);
    });
  });

  test("without a model of order values draw a customer's own mean towards that of all, by the number of orders", () => {
    // Ten customers return once, for 10 an order; ten return three times, for 30; the first order is left out of both.
    const lines = regulars(20, (c) => (c < 10 ? [0, 40] : [0, 20, 40, 60]), 10).map((line) =>
      Number(line.customer) < 1010 ? line : { ...line, price: 30 },
    );
    const { fits, columns } = fitted(lines);
    expect(fits.values).toBeNull();
    // All: (10 · 10 + 30 · 30) / 40 = 25. Own orders count 1 and 3 against 1.5.
    expect(columns.btyd_expected_value[0]!).toBeCloseTo((10 + 1.5 * 25) / 2.5, 9);
    expect(columns.btyd_expected_value[19]!).toBeCloseTo((3 * 30 + 1.5 * 25) / 4.5, 9);
  });

  test("tell no value where nobody came back", () => {
    const { columns } = fitted(regulars(20, (c) => [c], 10));
    expect(Object.values(columns).every(isMissing)).toBe(true);
  });

  test("say nothing of being alive where nobody is seen to leave", () => {
    const random = new Random(3);
    const lines = regulars(
      300,
      () => {
        const rate = random.gamma(2, 40);
        const days = [0];
        for (let day = random.exponential(rate); day < 300; day += random.exponential(rate)) days.push(day);
        return days;
      },
      10,
    );
    const { fits, columns } = fitted(lines);
    expect(fits.family).toBe("nbd");
    expect(fits.refusals.length).toBeGreaterThan(0);
    expect(isMissing(columns.btyd_p_alive)).toBe(true);
    expect(isKnown(columns.btyd_expected_orders)).toBe(true);
  });
});
