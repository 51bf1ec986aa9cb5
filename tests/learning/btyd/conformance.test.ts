import { describe, expect, test } from "bun:test";
import {
  BgNbd,
  days,
  daysToWeeks,
  fitBgNbd,
  fitGammaGamma,
  fitParetoNbd,
  GammaGamma,
  type PurchaseHistories,
  type PurchaseModel,
  weeks,
} from "../../../src/learning/btyd";
import { Random } from "../../../src/learning/random";
import { simulateHistories } from "./simulate";

const random = new Random(11);
const histories = simulateHistories(
  random.fork("a"),
  600,
  { r: 0.6, alpha: 8, s: 0.5, beta: 15 },
  52,
).histories;
const others = simulateHistories(random.fork("b"), 300, { r: 2, alpha: 10, s: 0.9, beta: 30 }, 40).histories;

const MODELS = [
  {
    name: "BG/NBD",
    fit: (data: PurchaseHistories<"weeks">, options = {}) => fitBgNbd(data, options),
  },
  {
    name: "Pareto/NBD",
    fit: (data: PurchaseHistories<"weeks">, options = {}) => fitParetoNbd(data, options),
  },
];

function changed(row: number, change: Partial<Record<"x" | "tx" | "T", number>>): PurchaseHistories<"weeks"> {
  const copy = {
    unit: "weeks" as const,
    x: histories.x.slice(),
    tx: histories.tx.slice(),
    T: histories.T.slice(),
  };
  for (const [column, value] of Object.entries(change)) copy[column as "x" | "tx" | "T"][row] = value;
  return copy;
}

describe.each(MODELS)("every purchase model: $name", ({ fit }) => {
  const fitted = fit(histories);

  test("the same data give the same bits", () => {
    expect(fit(histories)).toEqual(fitted);
  });

  test("a fit remembers nothing of the one before", () => {
    fit(others);
    expect(fit(histories).model).toEqual(fitted.model);
  });

  test("its input is left as it was", () => {
    const copy = structuredClone(histories);
    fit(histories);
    fitted.model.expectedPurchases(histories, weeks(10));
    expect(histories).toEqual(copy);
  });

  test.each([
    ["x of NaN", { x: Number.NaN }],
    ["x of infinity", { x: Infinity }],
    ["negative x", { x: -1 }],
    ["half a purchase", { x: 1.5, tx: 1, T: 2 }],
    ["tx of NaN", { tx: Number.NaN }],
    ["negative tx", { tx: -1 }],
    ["T of infinity", { T: Infinity }],
    ["negative T", { T: -3, tx: 0, x: 0 }],
    ["a purchase after the end", { x: 1, tx: 9, T: 8 }],
    ["repeat purchases at time 0", { x: 2, tx: 0, T: 8 }],
    ["a time without a purchase", { x: 0, tx: 2, T: 8 }],
  ] as const)("refuses %s and names the row", (_, change) => {
    const bad = changed(7, change);
    expect(() => fit(bad)).toThrow(/^row 7: /);
    expect(() => fitted.model.pAlive(bad)).toThrow(/^row 7: /);
    expect(() => fitted.model.expectedPurchases(bad, weeks(1))).toThrow(RangeError);
  });

  test("refuses columns of different lengths, no customers, and impossible options", () => {
    expect(() => fit({ ...histories, tx: new Float64Array(3) })).toThrow(/lengths differ/);
    const none = new Float64Array(0);
    expect(() => fit({ unit: "weeks", x: none, tx: none, T: none })).toThrow(RangeError);
    const zero = new Float64Array(4);
    expect(() => fit({ unit: "weeks", x: zero, tx: zero, T: zero })).toThrow(/T is 0/);
    expect(() => fit(histories, { initial: { r: -1, alpha: 1, a: 1, b: 1, s: 1, beta: 1 } })).toThrow(
      RangeError,
    );
  });

  test("the fit in days is the fit in weeks", () => {
    const inDays = {
      unit: "days" as const,
      x: histories.x,
      tx: histories.tx.map((t) => 7 * t),
      T: histories.T.map((t) => 7 * t),
    };
    const model = fit(inDays as unknown as PurchaseHistories<"weeks">)
      .model as unknown as PurchaseModel<"days">;
    const expected = fitted.model.expectedPurchases(histories, weeks(13));
    model.expectedPurchases(inDays, days(91)).forEach((value, i) => {
      expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-5);
    });
    expect(() => fitted.model.pAlive(inDays as never)).toThrow(/fitted in weeks, the histories are in days/);
  });

  test("expectations grow with the horizon and P(alive) is a probability", () => {
    const short = fitted.model.expectedPurchases(histories, weeks(4));
    const long = fitted.model.expectedPurchases(histories, weeks(26));
    fitted.model.pAlive(histories).forEach((p, i) => {
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(long[i]!).toBeGreaterThanOrEqual(short[i]!);
    });
  });

  test("says when it ran out of iterations", () => {
    const hurried = fit(histories, { maxIterations: 2 });
    expect(hurried.status).toBe("not_converged");
    expect(hurried.message).toContain("2 iterations");
  });

  test("says that nothing can be learnt where nobody came back", () => {
    const zero = new Float64Array(50);
    const none = { unit: "weeks", x: zero, tx: zero, T: new Float64Array(50).fill(20) } as const;
    expect(fit(none).status).toBe("boundary");
  });
});

describe("the Gamma-Gamma model", () => {
  const x = Float64Array.of(0, 1, 2, 5, 9, 3);
  const meanSpend = Float64Array.of(0, 12, 30, 22, 8, 19);

  test("gives the same bits twice", () => {
    const fitted = fitGammaGamma({ x, meanSpend });
    expect(fitGammaGamma({ x, meanSpend })).toEqual(fitted);
  });

  test.each([
    ["x", 2, -1],
    ["x", 2, 0.5],
    ["x", 2, Number.NaN],
    ["meanSpend", 3, 0],
    ["meanSpend", 3, -5],
    ["meanSpend", 3, Infinity],
    ["meanSpend", 3, Number.NaN],
  ] as const)("refuses %s[%p] = %p and names the row", (column, row, value) => {
    const bad = { x: x.slice(), meanSpend: meanSpend.slice() };
    bad[column][row] = value;
    expect(() => fitGammaGamma(bad)).toThrow(`row ${row}: `);
    expect(() => new GammaGamma({ p: 1, q: 2, v: 3 }).expectedMeanSpend(bad)).toThrow(`row ${row}: `);
  });

  test("cannot be fitted where nobody came back", () => {
    expect(() => fitGammaGamma({ x: new Float64Array(3), meanSpend: new Float64Array(3) })).toThrow(/x > 0/);
  });

  test("says where the spread of spend is at its boundary", () => {
    const same = new Float64Array(40).fill(10);
    expect(fitGammaGamma({ x: new Float64Array(40).fill(3), meanSpend: same }).status).not.toBe("interior");
  });
});

describe("time units", () => {
  const model: BgNbd<"weeks"> = new BgNbd("weeks", { r: 0.24, alpha: 4.4, a: 0.8, b: 2.4 });

  test("days handed to a model of weeks do not compile", () => {
    const horizon = days(90);
    // @ts-expect-error days are not weeks
    model.expectedPurchases(histories, horizon);
    // @ts-expect-error nor are bare numbers
    model.expectedPurchases(histories, 13);
    // @ts-expect-error histories in days are not in weeks; the program refuses them too
    expect(() => model.pAlive({ ...histories, unit: "days" as const })).toThrow(RangeError);
    // @ts-expect-error nor is a model of weeks one of days
    const wrong: BgNbd<"days"> = model;
    expect(wrong.unit as string).toBe("weeks");
  });

  test("days turn into weeks by name only", () => {
    expect(daysToWeeks(days(91))).toBe(weeks(13));
    expect(() => days(-1)).toThrow(RangeError);
    expect(() => weeks(Number.NaN)).toThrow(RangeError);
  });
});
