import { expect, test } from "bun:test";
import { table } from "arquero";
import { RFM_GROUPS } from "../../../src/models/segments/rfm-groups";
import { summariseRfm } from "../../../src/models/segments/rfm-summary";

const NO_EDGES = { recency: null, frequency: null, monetary: null };
const customers = table({
  r_score: Int32Array.of(5, 5, 1, 3),
  f_score: Int32Array.of(5, 4, 1, 3),
  m_score: Int32Array.of(5, 5, 2, 3),
  rfm_group: ["Champions", "Champions", "Lost", "Need Attention"],
  recency_days: Float64Array.of(1, 3, 300, 40),
  frequency: Float64Array.of(20, 10, 1, 3),
  monetary: Float64Array.of(500, 300, 50, 150),
  net_monetary: Float64Array.of(500, 100, 50, 150),
  churn_probability: Float64Array.of(0.1, 0.3, 0.9, NaN),
  ltv_estimate: Float64Array.of(100, 50, 1, NaN),
});
const { groups, cells } = summariseRfm(customers, NO_EDGES);

test("all eleven groups are summed up in their order, those without customers as such", () => {
  expect(groups.map(({ rfm_group }) => rfm_group)).toEqual(RFM_GROUPS.map(({ name }) => name));
  expect(groups[0]).toMatchObject({
    customers: 2,
    customer_share: 0.5,
    revenue_share: 0.8,
    net_revenue_share: 0.75,
    avg_recency: 2,
    avg_frequency: 15,
    avg_monetary: 400,
    churn_rate: 0.2,
    avg_future_spend: 75,
    recommended_action: RFM_GROUPS[0].action,
  });
  expect(groups.find(({ rfm_group }) => rfm_group === "Promising")).toMatchObject({
    customers: 0,
    revenue_share: 0,
    avg_recency: null,
    churn_rate: null,
  });
  expect(groups.find(({ rfm_group }) => rfm_group === "Need Attention")).toMatchObject({
    customers: 1,
    churn_rate: null,
    avg_future_spend: null,
  });
});

test("the map has all 25 cells, with customers and revenue that add up to everybody's", () => {
  expect(cells).toHaveLength(25);
  expect(cells[0]).toEqual({ r_score: 5, fm_score: 1, rfm_group: "New Customers", customers: 0, revenue: 0 });
  expect(cells[3]).toMatchObject({ r_score: 5, fm_score: 4, customers: 1, revenue: 300 });
  expect(cells[4]).toMatchObject({ r_score: 5, fm_score: 5, customers: 1, revenue: 500 });
  expect(cells[20]).toMatchObject({ r_score: 1, fm_score: 1, rfm_group: "Lost", customers: 1, revenue: 50 });
  expect(cells.reduce((sum, cell) => sum + cell.customers, 0)).toBe(4);
  expect(cells.reduce((sum, cell) => sum + cell.revenue, 0)).toBe(1000);
});
