import { expect, test } from "bun:test";
import { table } from "arquero";
import { CustomerTable } from "../../src/answers/customer-table";
import { modelsBefore, segmentTotals } from "../../src/answers/model-history";
import { Orders } from "../../src/answers/orders";
import { segmentFigures } from "../../src/answers/segment-figures";

test("a segment's figures are sums over its customers", () => {
  const columns = table({
    segment: [4, 0, 4],
    monetary: [10, 20, 30],
    churn_probability: [0.2, 0.6, 0.5],
    ltv_estimate: [1, 2, 3],
  });
  const figures = segmentFigures(new CustomerTable(columns, true));
  expect(figures.get(4)).toEqual({
    segment: 4,
    customers: 2,
    revenue: 40,
    expectedSpend: 4,
    leaving: 1,
  });
  expect([...figures.keys()]).toEqual([4, 0]);
});

test("a model's totals are its segments' means times their customers, or nothing where one is not known", () => {
  const known = { customers: 10, churn_rate: 0.5, avg_future_spend: 3 };
  expect(segmentTotals([known, { customers: 5, churn_rate: 0.2, avg_future_spend: 0 }])).toEqual({
    customers: 15,
    expectedLeavers: 6,
    expectedSpend: 30,
  });
  expect(segmentTotals([known, { customers: 5, churn_rate: null, avg_future_spend: 1 }])).toEqual({
    customers: 15,
    expectedLeavers: null,
    expectedSpend: 35,
  });
});

test("the models before one are those further down the list", () => {
  const models = ["c", "b", "a"].map((id) => ({ id }));
  expect(modelsBefore(models, "b")).toEqual([{ id: "a" }]);
  expect(modelsBefore(models, "x")).toEqual([]);
});

test("spend between two moments leaves out the first one, takes in the last, and counts no returns", () => {
  const orders = new Orders(Int32Array.of(0, 5), {
    time: Float64Array.of(0, 1, 2, 2, 3),
    value: Float64Array.of(1, 10, 100, 5000, 1000),
    isReturn: Uint8Array.of(0, 0, 0, 1, 0),
    lines: new Int32Array(5),
    units: new Float64Array(5),
    opensOrder: Uint8Array.of(1, 1, 1, 1, 1),
  });
  expect(orders.paidBetween(0, 2)).toBe(110);
});
