import { describe, expect, test } from "bun:test";
import type { FeatureTable } from "../../src/customers/feature-table";
import { quintileEdges, quintileScore, recencyScore, rfmScores } from "../../src/customers/rfm-scores";

function tableOf(recency: number[], frequency: number[], monetary: number[]): FeatureTable {
  return {
    cutoff: 0,
    rows: recency.length,
    customer: Int32Array.from(recency.keys()),
    columns: {
      recency_days: Float64Array.from(recency),
      frequency: Float64Array.from(frequency),
      monetary: Float64Array.from(monetary),
    },
  };
}

describe("quintile edges", () => {
  test("are the quantiles of type 7", () => {
    // By hand, at (n - 1) p of the sorted values: 1, 2, 3, 4 of six; 0.6, 1.2, 1.8, 2.4 of four.
    expect([...quintileEdges(Float64Array.of(32, 1, 2, 16, 4, 8))!]).toEqual([2, 4, 8, 16]);
    const edges = quintileEdges(Float64Array.of(3, 1, 10, 7))!;
    [2.2, 3.8, 6.2, 8.2].forEach((edge, i) => {
      expect(edges[i]).toBeCloseTo(edge, 12);
    });
  });

  test("are none where all values are equal, or there are none", () => {
    expect(quintileEdges(Float64Array.of(4, 4, 4))).toBeNull();
    expect(quintileEdges(new Float64Array(0))).toBeNull();
  });
});

describe("RFM scores", () => {
  test("give a fifth of the customers each score where no values are equal", () => {
    const rising = Array.from({ length: 50 }, (_, i) => i + 1);
    const { r, f, m } = rfmScores(tableOf(rising, rising, rising));
    for (const score of [1, 2, 3, 4, 5]) {
      expect([r, f, m].map((scores) => scores.filter((s) => s === score).length)).toEqual([10, 10, 10]);
    }
    expect([r[0], f[0], m[0]]).toEqual([5, 1, 1]);
    expect([r[49], f[49], m[49]]).toEqual([1, 5, 5]);
  });

  test("are equal for equal values, whatever the order of the customers", () => {
    const orders = [1, 1, 1, 1, 1, 1, 2, 2, 3, 9];
    const days = orders.map((_, i) => i + 1);
    const { f } = rfmScores(tableOf(days, orders, days));
    // Six in ten have one order: the edges are 1, 1, 1.4, 2.2, and nobody scores 2 or 3.
    expect([...f]).toEqual([1, 1, 1, 1, 1, 1, 4, 4, 5, 5]);
    const { f: turned } = rfmScores(tableOf(days, orders.toReversed(), days));
    expect([...turned]).toEqual([...f].toReversed());
  });

  test("are 3 for everybody where everybody is alike", () => {
    const { r, f, m, edges } = rfmScores(tableOf([7, 7], [1, 1], [5, 5]));
    expect([...r, ...m]).toEqual([3, 3, 3, 3]);
    expect([...rfmScores(tableOf([7, 7], [2, 2], [5, 5])).f]).toEqual([3, 3]);
    // One order is the least there is, also where nobody has more.
    expect([...f]).toEqual([1, 1]);
    expect(edges).toEqual({ recency: null, frequency: null, monetary: null });
  });

  test("go by what customers keep: who sent everything back is no frequent buyer", () => {
    const days = [1, 2, 3, 4, 5];
    const bought = tableOf(days, [9, 2, 3, 4, 5], [900, 20, 30, 40, 50]);
    const kept = {
      ...bought,
      columns: { ...bought.columns, net_monetary: Float64Array.of(0, 20, 30, 40, 50) },
    };
    expect([rfmScores(bought).f[0], rfmScores(bought).m[0]]).toEqual([5, 5]);
    expect([rfmScores(kept).f[0], rfmScores(kept).m[0]]).toEqual([1, 1]);
  });

  test("rise with fewer days, more orders and more spend, also for somebody who is not in the table", () => {
    const { edges } = rfmScores(tableOf([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]));
    expect([-1, 2, 2.1, 100].map((days) => recencyScore(edges.recency, days))).toEqual([5, 5, 4, 1]);
    expect([0, 2, 2.1, 100].map((orders) => quintileScore(edges.frequency, orders))).toEqual([1, 1, 2, 5]);
  });
});
