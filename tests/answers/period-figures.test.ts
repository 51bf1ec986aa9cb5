import { expect, test } from "bun:test";
import { Orders } from "../../src/answers/orders";
import { comparedPeriods, periodFigures } from "../../src/answers/period-figures";
import { DAY_MS } from "../../src/time";

const AS_OF = Date.UTC(2024, 5, 30);
const ago = (days: number) => AS_OF - days * DAY_MS;

/** Two customers: the first with two orders of late and one return, the second with an order of two entries long ago. */
const orders = new Orders(Int32Array.of(0, 3, 5), {
  time: Float64Array.of(ago(10), ago(5), ago(1), ago(40), ago(40)),
  value: Float64Array.of(100, 30, 50, 7, 8),
  lines: new Int32Array(5),
  units: new Float64Array(5),
  isReturn: Uint8Array.of(0, 1, 0, 0, 0),
  opensOrder: Uint8Array.of(1, 1, 1, 1, 0),
});

test("a period's sales are without returns, and an order of several entries is one", () => {
  const groups = Uint8Array.of(0, 1);
  const { now, past } = comparedPeriods(AS_OF, ago(60), 30, "before");
  expect([...periodFigures(orders, groups, now)]).toEqual([[0, { revenue: 150, orders: 2, customers: 1 }]]);
  expect([...periodFigures(orders, groups, past!)]).toEqual([[1, { revenue: 15, orders: 1, customers: 1 }]]);
});

test("groups add up to everybody, and the moment after a period is not in it", () => {
  const all = periodFigures(orders, new Uint8Array(2), { from: ago(41), to: ago(1) }).get(0)!;
  expect(all).toEqual({ revenue: 165, orders: 3, customers: 2 });
  expect(periodFigures(orders, new Uint8Array(2), { from: ago(10), to: ago(2) }).size).toBe(0);
});

test("a period is compared with a whole one or with none", () => {
  expect(comparedPeriods(AS_OF, ago(59), 30, "before").past).toEqual({ from: ago(60), to: ago(30) });
  expect(comparedPeriods(AS_OF, ago(58), 30, "before").past).toBeNull();
  expect(comparedPeriods(AS_OF, ago(394), 30, "year").past).toEqual({ from: ago(395), to: ago(365) });
  expect(comparedPeriods(AS_OF, ago(393), 30, "year").past).toBeNull();
});
