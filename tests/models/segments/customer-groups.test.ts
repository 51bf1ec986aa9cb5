import { expect, test } from "bun:test";
import type { FeatureTable } from "../../../src/customers/feature-table";
import { compareGroups, customerGroups } from "../../../src/models/segments/customer-groups";

const TABLE: FeatureTable = {
  cutoff: 0,
  rows: 4,
  customer: Int32Array.of(0, 1, 2, 3),
  columns: {
    recency_days: Float64Array.of(1, 2, 3, 4),
    frequency: Float64Array.of(4, 3, 2, 1),
    monetary: Float64Array.of(40, 10, 10, 5),
    tenure_days: Float64Array.of(89.9, 90, 364, 365),
  },
};

test("a band of tenure begins with its first day", () => {
  expect(customerGroups(TABLE, "tenure")).toEqual([
    "under 90 days",
    "90 to 180 days",
    "180 to 365 days",
    "a year or more",
  ]);
});

test("equal spend is in one decile", () => {
  // Ranks 4, 2.5, 2.5, 1 of 4: 1 + floor(10 (rank - 1) / 4).
  expect(customerGroups(TABLE, "value_decile")).toEqual(["8", "4", "4", "1"]);
});

test("groups are listed in their own order, not in that of the alphabet", () => {
  const sorted = (by: Parameters<typeof compareGroups>[0], ...names: string[]) =>
    names.sort((a, b) => compareGroups(by, a, b));
  expect(sorted("tenure", "a year or more", "90 to 180 days", "under 90 days")).toEqual([
    "under 90 days",
    "90 to 180 days",
    "a year or more",
  ]);
  expect(sorted("value_decile", "10", "9", "1")).toEqual(["1", "9", "10"]);
  expect(sorted("rfm_group", "Lost", "At Risk", "Champions")).toEqual(["Champions", "At Risk", "Lost"]);
});
