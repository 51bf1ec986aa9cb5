import { describe, expect, test } from "bun:test";
import { makeCalendar, PERIOD_DAYS } from "../../../src/commands/generate/calendar";
import { worldOf } from "../../../src/commands/generate/generate";
import { makePlan } from "../../../src/commands/generate/plan";
import type { GeneratingProcess } from "../../../src/commands/generate/process";
import { type GeneratedTruth, truthsOf } from "../../../src/commands/generate/truth";
import { fitBgNbd, fitParetoNbd, type PurchaseHistories, weeks } from "../../../src/learning/btyd";
import { Random } from "../../../src/learning/random";
import { generated, rowsOf } from "./generated-file";

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const off = (actual: number, expected: number) => Math.abs(actual / expected - 1);

function historiesOf(truths: readonly GeneratedTruth[]): PurchaseHistories<"weeks"> {
  const column = (of: (truth: GeneratedTruth) => number) => Float64Array.from(truths, of);
  return {
    unit: "weeks",
    x: column((truth) => truth.orders - 1),
    tx: column((truth) => (truth.lastOrderDay - truth.firstOrderDay) / 7),
    T: column((truth) => (PERIOD_DAYS - truth.firstOrderDay) / 7),
  };
}

describe("the truth of a generated file", async () => {
  const file = await generated({ rows: 100_000, seed: 5 });
  const world = worldOf({ rows: 100_000, seed: 5 });
  const truths = [...truthsOf(world, makePlan(world).customers)];

  test("is a row a customer, the same in the CSV as in the program", () => {
    const lines = file.truth.trimEnd().split("\n");
    expect(lines[0]).toBe(
      "CustomerID,orders_per_week,dropout_per_week,mean_order,orders,first_order_day,last_order_day,alive,p_alive," +
        "expected_spend_90d,expected_spend_180d",
    );
    expect(lines.length).toBe(truths.length + 1);
    expect(truths.length).toBe(file.customers);
    lines.slice(1).forEach((line, i) => {
      expect(line.split(",").map(Number)).toEqual(Object.values(truths[i]!).map(Number));
    });
  });

  test("counts the orders that stand in the file, and prices them", () => {
    const invoices = new Map<number, Set<string>>();
    let revenue = 0;
    const seen = new Set<string>();
    for (const { customer, invoice, code, quantity, price } of rowsOf(file.bytes)) {
      const line = `${invoice} ${code} ${quantity} ${price}`;
      if (customer === "" || quantity < 0 || seen.has(line)) continue;
      seen.add(line);
      invoices.set(Number(customer), (invoices.get(Number(customer)) ?? new Set()).add(invoice));
      revenue += quantity * price;
    }
    for (const { customerId, orders } of truths) expect(invoices.get(customerId)!.size).toBe(orders);
    // 3,400 orders of a standard deviation about equal to their mean.
    expect(off(revenue, total(truths.map(({ orders, meanOrder }) => orders * meanOrder)))).toBeLessThan(0.04);
  });

  test("P(alive) is the share of those alive among customers with as much of it", () => {
    const many = [...truthsOf(world, 30_000)].sort((a, b) => a.pAlive - b.pAlive);
    for (let fifth = 0; fifth < 5; fifth++) {
      const part = many.slice(fifth * 6000, (fifth + 1) * 6000);
      const alive = part.filter((truth) => truth.alive).length / part.length;
      expect(Math.abs(alive - total(part.map((truth) => truth.pAlive)) / part.length)).toBeLessThan(0.02);
    }
  });

  test("expected spend is the mean of simulated futures", () => {
    const { elapsed } = makeCalendar(true);
    const random = new Random(9);
    const tradingIn = (days: number) => {
      const end = PERIOD_DAYS + days;
      const day = Math.floor(end);
      return elapsed[day]! + (end - day) * (elapsed[day + 1]! - elapsed[day]!) - elapsed[PERIOD_DAYS]!;
    };
    for (const [days, key] of [
      [90, "expectedSpend90"],
      [179.999999, "expectedSpend180"],
    ] as const) {
      let simulated = 0;
      for (const { alive, ordersPerWeek, dropoutPerWeek, meanOrder } of truths) {
        for (let run = 0; alive && run < 200; run++) {
          const stays = Math.min(days, 7 * random.exponential(dropoutPerWeek));
          simulated += (meanOrder * ordersPerWeek * tradingIn(stays)) / 7 / 200;
        }
      }
      expect(off(simulated, total(truths.map((truth) => truth[key])))).toBeLessThan(0.005);
    }
    for (const truth of truths) if (!truth.alive) expect(truth.expectedSpend180).toBe(0);
  });

  test("without a season the expectation is the closed form", () => {
    const plain = worldOf({ rows: 1000, seed: 5, season: false });
    for (const { alive, ordersPerWeek, dropoutPerWeek, meanOrder, expectedSpend90 } of truthsOf(plain, 500)) {
      if (!alive || dropoutPerWeek < 1e-6) continue;
      const closed = meanOrder * ordersPerWeek * (-Math.expm1((-dropoutPerWeek * 90) / 7) / dropoutPerWeek);
      expect(off(expectedSpend90, closed)).toBeLessThan(1e-9);
    }
  });

  test("a process with plain dropout is recovered from 8,000 customers within 10 %", () => {
    const process: GeneratingProcess = { r: 3, alphaWeeks: 4, s: 1.6, betaWeeks: 14, p: 2, q: 2.6, v: 384 };
    const plain = worldOf({ rows: 1, seed: 21, season: false, process });
    const { model, status } = fitParetoNbd(historiesOf([...truthsOf(plain, 8000)]));
    expect(status).toBe("interior");
    expect(off(model.r, 3)).toBeLessThan(0.1);
    expect(off(model.alpha, 4)).toBeLessThan(0.1);
    expect(off(model.s, 1.6)).toBeLessThan(0.1);
    expect(off(model.beta, 14)).toBeLessThan(0.1);
  });

  test("of the default process 8,000 customers tell the purchase rates and the future, if not s and beta", () => {
    const plain = worldOf({ rows: 1, seed: 21, season: false });
    const customers = [...truthsOf(plain, 8000)];
    const histories = historiesOf(customers);
    const { model, status } = fitParetoNbd(histories);
    expect(status).toBe("interior");
    expect(off(model.r, plain.process.r)).toBeLessThan(0.1);
    expect(off(model.alpha, plain.process.alphaWeeks)).toBeLessThan(0.1);
    const truth = total(customers.map(({ expectedSpend90, meanOrder }) => expectedSpend90 / meanOrder));
    const horizon = weeks(90 / 7);
    expect(off(total([...model.expectedPurchases(histories, horizon)]), truth)).toBeLessThan(0.04);
    const alive = customers.filter((customer) => customer.alive).length;
    expect(off(total([...model.pAlive(histories)]), alive)).toBeLessThan(0.05);
    // Another process than BG/NBD's own, so only near.
    const bg = fitBgNbd(histories);
    expect(bg.status).toBe("interior");
    expect(off(total([...bg.model.expectedPurchases(histories, horizon)]), truth)).toBeLessThan(0.1);
  });
});
