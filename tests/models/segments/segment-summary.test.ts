import { expect, test } from "bun:test";
import { table } from "arquero";
import { ARCHETYPES } from "../../../src/models/segments/segment-names";
import { summariseSegments } from "../../../src/models/segments/segment-summary";

const SEGMENTS = {
  segments: [
    { ...ARCHETYPES[0]!, id: 7 },
    { ...ARCHETYPES[6]!, id: 3 },
  ],
  keyAccounts: { found: null, text: "No customers are set apart." },
};

test("segments are summed up with the highest mean spend first", () => {
  const customers = table({
    segment: [3, 7, 3, 7],
    recency_days: [100, 1, 300, 4],
    frequency: [1, 10, 2, 20],
    monetary: [40, 500, 60, 400],
    net_monetary: [40, 200, 60, 400],
    churn_probability: [0.9, 0.1, 0.7, 0.3],
    ltv_estimate: [5, 100, 15, 300],
  });
  const [rich, poor, ...others] = summariseSegments(customers, SEGMENTS);
  expect(others).toEqual([]);
  expect(rich).toEqual({
    segment: 7,
    name: ARCHETYPES[0]!.name,
    description: ARCHETYPES[0]!.description,
    customers: 2,
    customer_share: 0.5,
    revenue_share: 0.9,
    net_revenue_share: 600 / 700,
    avg_recency: 2.5,
    avg_frequency: 15,
    avg_monetary: 450,
    avg_net_monetary: 300,
    churn_rate: 0.2,
    avg_future_spend: 200,
    recommended_action: ARCHETYPES[0]!.action,
    why: ARCHETYPES[0]!.why,
    rule: null,
  });
  expect(poor).toMatchObject({ segment: 3, churn_rate: 0.8, avg_future_spend: 10, revenue_share: 0.1 });
});

test("a probability or an expectation that nobody has is null", () => {
  const customers = table({
    segment: [7, 7],
    recency_days: [1, 4],
    frequency: [10, 20],
    monetary: [500, 400],
    net_monetary: [500, 400],
    churn_probability: Float64Array.of(NaN, NaN),
    ltv_estimate: Float64Array.of(NaN, NaN),
  });
  const [only] = summariseSegments(customers, SEGMENTS);
  expect([only!.churn_rate, only!.avg_future_spend]).toEqual([null, null]);
});

test("the rule that decides who is a key account is told with their segment, and with no other", () => {
  const customers = table({
    segment: [7, 3],
    recency_days: [1, 4],
    frequency: [10, 20],
    monetary: [500, 40_000],
    net_monetary: [500, 40_000],
    churn_probability: [0.1, 0.1],
    ltv_estimate: [1, 1],
  });
  const found = { leastSpend: 40_000, customers: 1, customerShare: 0.001, revenueShare: 0.3 };
  const summaries = summariseSegments(customers, { ...SEGMENTS, keyAccounts: { found, text: "The rule." } });
  expect(summaries.map(({ segment, rule }) => [segment, rule])).toEqual([
    [3, "The rule."],
    [7, null],
  ]);
});
