import { describe, expect, test } from "bun:test";
import { table } from "arquero";
import { audienceSums, ladderPoints, profitLadder } from "../../src/answers/audience";
import { CustomerTable } from "../../src/answers/customer-table";
import { keepBest } from "../../src/answers/select";
import { profitCurve } from "../../src/models/contact/action-value-curve";
import { audienceQuery, audienceTerms, filterFields, mostOf } from "../../views/forms/audience-query";
import { readFilter } from "../../views/forms/customer-filter";

const PROFIT = Float64Array.from([3, -1, NaN, 5, 3, 0, -4]);

describe("the sums of an audience", () => {
  test("are those of its rows; what is not known counts nothing", () => {
    const columns = table({
      monetary: [10, 20, 30],
      ltv_estimate: [1, NaN, 3],
    });
    const customers = new CustomerTable(columns, true);
    expect(audienceSums(customers, Int32Array.of(0, 1, 2))).toEqual({ revenue: 60, expectedSpend: 4 });
  });
});

describe("the profit ladder", () => {
  test("is the profit curve without its order", () => {
    const { order, ...curve } = profitCurve(PROFIT);
    expect(profitLadder(PROFIT)).toEqual(curve);
    expect(profitLadder(PROFIT).best).toEqual({ customers: 3, profit: 11 });
  });

  test("of nobody is flat", () => {
    expect(profitLadder(new Float64Array(0))).toEqual({
      cumulative: Float64Array.of(0),
      best: { customers: 0, profit: 0 },
      atRandom: 0,
    });
  });

  test("has the marked point among its points, in order, once", () => {
    const ladder = profitLadder(Float64Array.from({ length: 1000 }, (_, i) => i - 500));
    const at = ladderPoints(ladder, 333).map(({ customers }) => customers);
    expect(at.filter((customers) => customers === 333)).toHaveLength(1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(ladderPoints(ladder, 333).find(({ customers }) => customers === 333)!.profit).toBe(
      ladder.cumulative[333]!,
    );
  });
});

describe("the best of an audience", () => {
  const rows = Int32Array.from({ length: PROFIT.length }, (_, i) => i);

  test.each([
    [0, []],
    [1, [3]],
    [2, [0, 3]],
    [3, [0, 3, 4]],
    [4, [0, 3, 4, 5]],
    [6, [0, 1, 3, 4, 5, 6]],
    [50, [0, 1, 3, 4, 5, 6]],
  ])("%p of them are those on whom a contact brings most, of equals the first", (most, expected) => {
    expect(Array.from(keepBest(rows, PROFIT, most))).toEqual(expected);
    const { order } = profitCurve(PROFIT);
    expect([...order.subarray(0, most)].sort()).toEqual(expected);
  });
});

describe("the address of an audience", () => {
  test("says nothing by an empty field, a field that is not its own, or a value out of range", () => {
    const query = audienceQuery({
      segment: "",
      min_churn: "2",
      max_ltv: "-3",
      other: "1",
      rfm_group: "Nobody",
    });
    expect(query).toEqual({ min_churn: "2", max_ltv: "-3", rfm_group: "Nobody" });
    expect(readFilter(query)).toEqual({
      filter: {},
      ignored: ["the RFM group", "the lowest risk of leaving", "the highest expected spend"],
      parameters: {},
    });
    expect(mostOf({ most: "1.5" })).toBeNull();
    expect(mostOf({ most: "12" })).toBe(12);
  });

  test("chooses by what it says", () => {
    const query = audienceQuery({
      segment: "0",
      rfm_group: "At Risk",
      min_churn: "0.5",
      overdue: "true",
      most: "5",
    });
    expect(readFilter(query).filter).toEqual({
      segment: 0,
      rfm_group: "At Risk",
      min_churn: 0.5,
      overdue: true,
    });
    expect(filterFields(query)).toEqual({
      segment: "0",
      rfm_group: "At Risk",
      min_churn: "0.5",
      overdue: "true",
    });
  });

  test("takes terms that it does not say from the tenant, shares in per cent", () => {
    const settings = { contactCost: 2, offerCost: 7, margin: 0.4, successRate: 0.2, redeemRate: 0.5 };
    expect(audienceTerms({ margin_percent: "25", contact_cost: "0" }, settings)).toEqual({
      contactCost: 0,
      offerCost: 7,
      margin: 0.25,
      successRate: 0.2,
      redeemRate: 0.5,
    });
  });
});
