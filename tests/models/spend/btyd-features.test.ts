import { describe, expect, test } from "bun:test";
import { newestOrder } from "../../../src/customers/labels";
import { collectPurchases } from "../../../src/customers/purchases";
import { Random } from "../../../src/learning/random";
import { type BtydFits, btydFeatures, fitBtyd } from "../../../src/models/spend/btyd-features";
import { DAY_MS, isoDay } from "../../../src/time";
import { type ShopLine, shopOfLines } from "../../shop";
import { SHOP_START, simulatedLines } from "../simulated-shop";

const HORIZON_DAYS = 90;

function fitted(lines: readonly ShopLine[]): { fits: BtydFits; columns: ReturnType<typeof btydFeatures> } {
  const shop = shopOfLines(lines);
  const purchases = collectPurchases(shop);
  const fits = fitBtyd(purchases, Int32Array.from(shop.customers.keys()), newestOrder(purchases));
  return { fits, columns: btydFeatures(fits, HORIZON_DAYS) };
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
    expect(Object.values(columns).every(isKnown)).toBe(true);
    expect(columns.btyd_p_alive.every((value) => value <= 1)).toBe(true);
    const product = columns.btyd_expected_orders.map((orders, i) => orders * columns.btyd_expected_value[i]!);
    expect(columns.btyd_expected_spend).toEqual(product);
  });

  test("look as far ahead as they are asked to, whose days are not taken for weeks", () => {
    const { fits, columns } = fitted(simulatedLines(7, 400, 300));
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    const ratio =
      sum(columns.btyd_expected_orders) / sum(btydFeatures(fits, HORIZON_DAYS / 10).btyd_expected_orders);
    // Somewhat less than ten times as many, because customers leave.
    expect(ratio).toBeGreaterThan(6);
    expect(ratio).toBeLessThan(10);
    // 400 customers with 1.6 / 40 orders a day at first, half of whom are gone: fewer than 400 · 90 · 0.04.
    expect(sum(columns.btyd_expected_orders)).toBeLessThan(1440);
    expect(sum(columns.btyd_expected_orders)).toBeGreaterThan(144);
  });

  test("are missing, and it is said why, with fewer than 30 customers who came back", () => {
    const { fits, columns } = fitted(regulars(29, (c) => [0, 5 + c], 10));
    expect(Object.values(columns).every(isMissing)).toBe(true);
    expect(fits.family).toBeNull();
    expect(fits.refusals).toEqual([
      "Buy-till-you-die models need 30 customers who have ordered on a second day; there are 29.",
    ]);
  });

  test("hold no value and no spend where all days are worth the same: a fit on its boundary is reported and not used", () => {
    // One order of 10 a day at the most.
    const alike = simulatedLines(7, 400, 300)
      .filter((line) => line.quantity > 0)
      .map((line) => ({ ...line, quantity: 1, price: 10 }));
    const byDay = new Map(alike.map((line) => [`${line.customer} ${isoDay(line.time)}`, line]));
    const { fits, columns } = fitted([...byDay.values()]);
    expect(fits.values).toBeNull();
    expect(fits.refusals).toHaveLength(1);
    expect(isKnown(columns.btyd_expected_orders)).toBe(true);
    expect(isMissing(columns.btyd_expected_value)).toBe(true);
    expect(isMissing(columns.btyd_expected_spend)).toBe(true);
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
