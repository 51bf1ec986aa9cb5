import { beforeAll, expect, test } from "bun:test";
import { baseFeatures } from "../../../src/customers/base-features";
import type { FeatureTable } from "../../../src/customers/feature-table";
import { newestOrder } from "../../../src/customers/labels";
import { collectPurchases } from "../../../src/customers/purchases";
import { rfmScores } from "../../../src/customers/rfm-scores";
import { adjustedRand } from "../../../src/learning/adjusted-rand";
import { Random } from "../../../src/learning/random";
import { RFM_GROUPS, rfmColumns } from "../../../src/models/segments/rfm-groups";
import type { EarlierSegment, Segmentation } from "../../../src/models/segments/segmentation";
import { readTransactions } from "../../../src/transactions/read";
import { describeWhere, onlineRetail } from "../../real-data";
import { segmentCustomers } from "../segment-customers";

const COUNTS = [3, 4, 5, 6, 7, 8];

function remembered({
  segments,
  centers,
  mean,
  scale,
  keyAccounts,
  retired,
}: Segmentation): EarlierSegment[] {
  const now = segments.map((segment, i) => ({
    ...segment,
    logCenter: Array.from(mean, (m, j) => m + scale[j]! * centers.data[i * 3 + j]!),
    logScale: Array.from(scale),
    ...(keyAccounts.found && i === segments.length - 1 && { leastSpend: keyAccounts.found.leastSpend }),
  }));
  return [...now, ...retired];
}

function names({ segments }: Segmentation): string[] {
  return segments.map(({ id, name }) => `${id} ${name}`).sort();
}

describeWhere(onlineRetail !== null, "the segments of the UCI file", "datasets/OnlineRetail.csv.gz", () => {
  let ids: readonly string[];
  let september: FeatureTable;
  let december: FeatureTable;
  let first: Segmentation;
  let second: Segmentation;

  beforeAll(async () => {
    const shop = await readTransactions(onlineRetail!);
    const purchases = collectPurchases(shop);
    september = baseFeatures(purchases, Date.UTC(2011, 8, 10) - 1);
    december = baseFeatures(purchases, newestOrder(purchases));
    ids = Array.from(december.customer, (customer) => shop.customers[customer]!);
    first = segmentCustomers(september, COUNTS, new Random(42));
    second = segmentCustomers(december, COUNTS, new Random(42), remembered(first));
  });

  test("set the giants apart: 14646 and 18 others, whose spend is a fifth of the revenue", () => {
    const { keyAccounts, segments, labels } = second;
    // The reference's table of customers (pandas 2): 2,074,736.65 of 8,887,208.89; the 19th has spent 51,527.30, the
    // 20th 50,491.81.
    expect(keyAccounts.found).toMatchObject({ leastSpend: 51_000, customers: 19 });
    expect(keyAccounts.found!.revenueShare).toBeCloseTo(0.2335, 4);
    expect(segments[labels[ids.indexOf("14646")]!]!.name).toBe("Key accounts");
    expect(segments[labels[ids.indexOf("14088")]!]!.name).not.toBe("Key accounts");
  });

  test("have the same ids and names in September and in December", () => {
    expect(names(second)).toEqual(names(first));
    expect(second.movement).toMatchObject({ returned: [], begun: [], ended: [] });
    expect(second.movement!.kept_share).toBeGreaterThan(0.8);
  });

  test("have the same ids and names on five resamples of the customers, and nearly the same customers", () => {
    const random = new Random(7);
    for (let sample = 0; sample < 5; sample++) {
      const rows = Int32Array.from({ length: december.rows }, () => random.integer(december.rows));
      const columns = Object.fromEntries(
        Object.entries(december.columns).map(([name, column]) => [
          name,
          Float64Array.from(rows, (i) => column[i]!),
        ]),
      );
      const again = segmentCustomers(
        { ...december, columns },
        COUNTS,
        new Random(sample),
        remembered(second),
      );
      expect(names(again)).toEqual(names(second));
      expect(again.movement!.kept_share).toBeGreaterThan(0.85);
      const before = Int32Array.from(rows, (i) => second.labels[i]!);
      expect(adjustedRand(before, again.labels)).toBeGreaterThan(0.7);
    }
  });

  test("keep a number from September to December that would not be the first choice", () => {
    for (const k of [5, 6]) {
      const start = segmentCustomers(september, [k], new Random(42));
      const next = segmentCustomers(december, COUNTS, new Random(42), remembered(start));
      expect(next.segments).toHaveLength(start.segments.length);
      expect(names(next)).toEqual(names(start));
    }
  });

  test("stand beside RFM groups that hold every customer once", () => {
    const { rfm_group } = rfmColumns(rfmScores(december));
    const sizes = RFM_GROUPS.map(({ name }) => rfm_group.filter((group) => group === name).length);
    expect(sizes.every((size) => size > 0)).toBe(true);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(4338);
  });
});
