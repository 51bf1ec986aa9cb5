import { describe, expect, test } from "bun:test";
import { cohortsBy, paybackDays } from "../../src/answers/cohorts";
import { Orders } from "../../src/answers/orders";

const DAY_MS = 86_400_000;

/** Orders of customers, each `[day, value]`; a negative value is a return. */
function ordersOf(customers: readonly (readonly (readonly [day: number, value: number])[])[]): Orders {
  const all = customers.flat();
  const start = Int32Array.from({ length: customers.length + 1 }, (_, c) =>
    customers.slice(0, c).reduce((sum, orders) => sum + orders.length, 0),
  );
  return new Orders(start, {
    time: Float64Array.from(all, ([day]) => day * DAY_MS),
    value: Float64Array.from(all, ([, value]) => Math.abs(value)),
    lines: new Int32Array(all.length).fill(1),
    units: new Float64Array(all.length).fill(1),
    isReturn: Uint8Array.from(all, ([, value]) => (value < 0 ? 1 : 0)),
    opensOrder: Uint8Array.from(all, ([, value]) => (value < 0 ? 0 : 1)),
  });
}

describe("customers who began alike", () => {
  // The file ends on day 100: the first began 100 days before, the second 65, the third 20.
  const orders = ordersOf([
    [
      [0, 50],
      [10, 30],
      [12, -10],
      [70, 20],
    ],
    [[35, 40]],
    [
      [80, 60],
      [90, 5],
    ],
  ]);
  const [cohort] = cohortsBy(orders, () => "all", 100 * DAY_MS);

  test("count from their own first order, and only with spans that are over", () => {
    expect(cohort!.customers).toBe(3);
    expect(cohort!.spans.slice(0, 4)).toEqual([
      // The third's first 30 days are not over: their second order does not count yet.
      { customers: 2, retention: 1 / 2, revenue: (50 + 30 - 10 + 40) / 2 },
      { customers: 2, retention: 0, revenue: (50 + 30 - 10 + 40) / 2 },
      { customers: 1, retention: 1, revenue: 50 + 30 - 10 + 20 },
      null,
    ]);
  });

  test("have a repeat rate and a value by then, of those who began so long ago", () => {
    expect(cohort!.after).toEqual([{ days: 90, customers: 1, repeatRate: 1, revenue: 90 }, null, null]);
  });

  test("have paid for being won when the margin of their spend has", () => {
    // Half of 55 by day 30; half of 90 by day 90.
    expect(paybackDays(cohort!, 0.5, 27)).toBe(30);
    expect(paybackDays(cohort!, 0.5, 40)).toBe(90);
    expect(paybackDays(cohort!, 0.5, 46)).toBeNull();
  });

  test("leave out whoever has no key, and returns alone are no beginning", () => {
    const others = ordersOf([[[5, -3]], [[1, 2]]]);
    const found = cohortsBy(others, (row) => ["a", "b"][row]!, 50 * DAY_MS);
    expect(found.map(({ key, customers }) => [key, customers])).toEqual([["b", 1]]);
    expect(cohortsBy(others, () => null, 50 * DAY_MS)).toEqual([]);
  });
});
