import { describe, expect, test } from "bun:test";
import { table } from "arquero";
import { CustomerTable } from "../../src/answers/customer-table";
import { justBelow, shopFigures } from "../../src/answers/shop-figures";

/** Four customers whose sums are done in the head. */
const COLUMNS = {
  monetary: [100, 200, 300, 400],
  spend_90d: [20, 0, 30, 0],
  spend_180d: [20, 7, 40, 0],
  churn_probability: [0.1, 0.5, 0.3, 0.9],
  ltv_estimate: [50, 60, 70, 5],
};

describe("the figures of a shop", () => {
  const figures = shopFigures(new CustomerTable(table(COLUMNS), true), null);

  test("sum up revenue by windows", () => {
    expect([figures.revenue90, figures.revenue90Before]).toEqual([50, 17]);
  });

  test("count as at risk from a probability of one half on, as lost from nine in ten on, both included", () => {
    expect([figures.healthy, figures.atRisk, figures.lost]).toEqual([2, 1, 1]);
    expect(figures.expectedLeavers).toBeCloseTo(1.8, 12);
  });

  test("are NaN and nobody where nothing could be learned", () => {
    const unknown = [NaN, NaN, NaN, NaN];
    const columns = { ...COLUMNS, churn_probability: unknown, ltv_estimate: unknown };
    const { expectedLeavers, expectedSpend, healthy, atRisk, lost } = shopFigures(
      new CustomerTable(table(columns), true),
      null,
    );
    expect([expectedLeavers, expectedSpend]).toEqual([NaN, NaN]);
    expect([healthy, atRisk, lost]).toEqual([0, 0, 0]);
  });
});

test("just below a number lies no other", () => {
  expect(justBelow(1)).toBe(1 - Number.EPSILON / 2);
  expect(justBelow(0.9)).toBeLessThan(0.9);
  expect(Number(String(justBelow(0.9)))).toBe(justBelow(0.9));
});

test("the expected number of leavers lies within its range, which widens with the level's error", () => {
  const customers = new CustomerTable(table(COLUMNS), true);
  const of = (standard_error: number) =>
    shopFigures(customers, { level: 0, standard_error, last_year: null });
  const [narrow, wide] = [of(0.1), of(0.5)];
  for (const { expectedLeavers, leaversRange } of [narrow, wide]) {
    expect(leaversRange![0]!).toBeLessThan(expectedLeavers);
    expect(leaversRange![1]!).toBeGreaterThan(expectedLeavers);
  }
  expect(wide.leaversRange![1]! - wide.leaversRange![0]!).toBeGreaterThan(
    narrow.leaversRange![1]! - narrow.leaversRange![0]!,
  );
  expect(shopFigures(customers, null).leaversRange).toBeNull();
});
