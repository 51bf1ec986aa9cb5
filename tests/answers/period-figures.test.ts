import { describe, expect, test } from "bun:test";
import { Orders } from "../../src/answers/orders";
import { comparedSpan, daysOf, periodFigures, periodOf } from "../../src/answers/period-figures";
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
  const now = { days: 30, back: 0 };
  const past = comparedSpan(now, "before", AS_OF, ago(60))!;
  expect([...periodFigures(orders, groups, periodOf(now, AS_OF))]).toEqual([
    [0, { revenue: 150, orders: 2, customers: 1 }],
  ]);
  expect([...periodFigures(orders, groups, periodOf(past, AS_OF))]).toEqual([
    [1, { revenue: 15, orders: 1, customers: 1 }],
  ]);
});

test("groups add up to everybody, and the moment after a period is not in it", () => {
  const all = periodFigures(orders, new Uint8Array(2), { from: ago(41), to: ago(1) }).get(0)!;
  expect(all).toEqual({ revenue: 165, orders: 3, customers: 2 });
  expect(periodFigures(orders, new Uint8Array(2), { from: ago(10), to: ago(2) }).size).toBe(0);
});

test("a period is compared with a whole one or with none", () => {
  const days = { days: 30, back: 0 };
  expect(comparedSpan(days, "before", AS_OF, ago(59))).toEqual({ days: 30, back: 30 });
  expect(periodOf({ days: 30, back: 30 }, AS_OF)).toEqual({ from: ago(60), to: ago(30) });
  expect(comparedSpan(days, "before", AS_OF, ago(58))).toBeNull();
  expect(comparedSpan(days, "year", AS_OF, ago(394))).toEqual({ days: 30, back: 365 });
  expect(comparedSpan(days, "year", AS_OF, ago(393))).toBeNull();
});

describe("days of the calendar", () => {
  const span = { from: "2024-02-01", to: "2024-02-29" };

  test("are whole, the first and the last included", () => {
    expect(periodOf(span, AS_OF)).toEqual({
      from: Date.UTC(2024, 1, 1) - 1,
      to: Date.UTC(2024, 2, 1) - 1,
    });
    expect(periodOf({ from: "2024-02-01", to: "2024-02-01" }, AS_OF)).toEqual({
      from: Date.UTC(2024, 1, 1) - 1,
      to: Date.UTC(2024, 1, 2) - 1,
    });
  });

  test("are compared with as many days before, or with the same days a year earlier", () => {
    expect(comparedSpan(span, "before", AS_OF, 0)).toEqual({ from: "2024-01-03", to: "2024-01-31" });
    expect(comparedSpan(span, "year", AS_OF, 0)).toEqual({ from: "2023-02-01", to: "2023-02-28" });
  });

  test("end with the newest order where the last so many are meant", () => {
    expect(daysOf({ days: 30, back: 0 }, AS_OF)).toEqual({ from: "2024-06-01", to: "2024-06-30" });
    expect(daysOf(span, AS_OF)).toBe(span);
  });
});
