import { describe, expect, test } from "bun:test";
import { table } from "arquero";
import { CustomerTable } from "../../src/answers/customer-table";
import { justAbove, shopFigures, totalRange } from "../../src/answers/shop-figures";

/** Four customers whose sums are done in the head. */
const COLUMNS = {
  monetary: [100, 200, 300, 400],
  orders_90d: [1, 0, 2, 0],
  orders_180d: [1, 1, 3, 0],
  spend_30d: [10, 0, 5, 0],
  spend_90d: [20, 0, 30, 0],
  spend_180d: [20, 7, 40, 0],
  churn_probability: [0.1, 0.5, 0.3, 0.9],
  ltv_estimate: [50, 60, 70, 5],
  no_order_probability: [0.1, 0.5, 0.3, 0.9],
  value_if_kept: [60, 120, 100, 50],
  days_overdue: [0, 12, 3, 0],
  overdue_value: [9, 40, -2, 9],
  contact_profit: [-1, 4, 0, 2.5],
};

describe("the figures of a shop", () => {
  const figures = shopFigures(new CustomerTable(table(COLUMNS), true), { at_risk: 0.3, worth_a_call: 60 });

  test("sum up revenue by windows", () => {
    expect([figures.revenue30, figures.revenue90, figures.revenue90Before]).toEqual([15, 50, 17]);
  });

  test("count who ordered in the last 90 days and in the 90 before", () => {
    expect([figures.active, figures.activeBefore]).toEqual([2, 2]);
  });

  test("count from a probability of one half on as likely to leave, one half included", () => {
    expect(figures.leaving).toEqual({ customers: 2, value: 0.5 * 120 + 0.9 * 50, spent: 600 });
    expect(figures.expectedLeavers).toBeCloseTo(1.8, 12);
  });

  test("take the bound of worth a call as left out, as the action's rule does", () => {
    expect(figures.priority).toEqual({ customers: 1, value: 70 });
  });

  test("count those overdue, with no negative stake, and those whom a contact pays for", () => {
    expect(figures.overdue).toEqual({ customers: 2, value: 40 });
    expect(figures.contacts).toEqual({ customers: 2, value: 6.5 });
  });

  test("are NaN and nobody where nothing could be learned", () => {
    const unknown = [NaN, NaN, NaN, NaN];
    const columns = { ...COLUMNS, churn_probability: unknown, ltv_estimate: unknown };
    const { expectedLeavers, expectedSpend, leaving, priority } = shopFigures(
      new CustomerTable(table({ ...columns, no_order_probability: unknown }), true),
      { at_risk: 0.3, worth_a_call: null },
    );
    expect([expectedLeavers, expectedSpend]).toEqual([NaN, NaN]);
    expect([leaving.customers, priority.customers]).toEqual([0, 0]);
  });
});

describe("a total's range", () => {
  const level = { level: 0.3, standard_error: 0.2, last_year: null };

  test("is the total divided and multiplied by what four of five levels stay within", () => {
    // The standard normal distribution has four fifths of its mass within ±1.2816 (Abramowitz & Stegun, table 26.5).
    const { low, high } = totalRange(120, level)!;
    expect(low).toBeCloseTo(120 / Math.exp(0.25632), 8);
    expect(high).toBeCloseTo(120 * Math.exp(0.25632), 8);
  });

  test("is not told by models of earlier releases, nor of a total that is not known", () => {
    expect(totalRange(120, null)).toBeNull();
    expect(totalRange(NaN, level)).toBeNull();
  });
});

test("just above a number lies no other", () => {
  expect(justAbove(1)).toBe(1 + Number.EPSILON);
  expect(justAbove(648.298828125)).toBeGreaterThan(648.298828125);
  expect(Number(String(justAbove(648.298828125)))).toBe(justAbove(648.298828125));
});
