import { describe, expect, test } from "bun:test";
import { rfmScores } from "../../../src/customers/rfm-scores";
import {
  frequencyMonetaryScore,
  RFM_GROUPS,
  rfmColumns,
  rfmGroup,
  rfmOf,
} from "../../../src/models/segments/rfm-groups";

const SCORES = [1, 2, 3, 4, 5];
const ALL = SCORES.flatMap((r) => SCORES.flatMap((f) => SCORES.map((m) => [r, f, m] as const)));

describe("the map of RFM scores", () => {
  test("has eleven groups, each of which owns some of the 125 cells, and every cell one owner", () => {
    expect(RFM_GROUPS).toHaveLength(11);
    expect(ALL).toHaveLength(125);
    const owned = new Map<string, number>();
    for (const [r, f, m] of ALL) {
      const group = rfmGroup(r, f, m);
      owned.set(group, (owned.get(group) ?? 0) + 1);
    }
    expect([...owned.keys()].sort()).toEqual(RFM_GROUPS.map(({ name }) => name as string).sort());
    expect([...owned.values()].reduce((a, b) => a + b)).toBe(125);
  });

  // The ranges of the eleven groups in "RFM Analysis For Successful Customer Segmentation", Putler: recency, then the
  // mean of frequency and monetary score.
  const RANGES: Record<string, readonly [number, number, number, number]> = {
    Champions: [4, 5, 4, 5],
    "Loyal Customers": [2, 5, 3, 5],
    "Potential Loyalists": [3, 5, 1, 3],
    "New Customers": [4, 5, 0, 1],
    Promising: [3, 4, 0, 1],
    "Need Attention": [2, 3, 2, 3],
    "About To Sleep": [2, 3, 0, 2],
    "At Risk": [0, 2, 2, 5],
    "Can't Lose Them": [0, 1, 4, 5],
    Hibernating: [1, 2, 1, 2],
    Lost: [0, 2, 0, 2],
  };

  test.each(ALL.map(([r, f, m]) => [r, f, m, rfmGroup(r, f, m)] as const))(
    "%i %i %i is %s, within the ranges that are told of it",
    (r, f, m, group) => {
      const [leastR, mostR, leastFm, mostFm] = RANGES[group]!;
      const fm = frequencyMonetaryScore(f, m);
      expect(r).toBeGreaterThanOrEqual(leastR);
      expect(r).toBeLessThanOrEqual(mostR);
      expect(fm).toBeGreaterThanOrEqual(leastFm);
      expect(fm).toBeLessThanOrEqual(mostFm);
    },
  );

  test("a half goes to the side of frequency", () => {
    expect(frequencyMonetaryScore(1, 2)).toBe(1);
    expect(frequencyMonetaryScore(2, 1)).toBe(2);
    expect(frequencyMonetaryScore(4, 5)).toBe(4);
    expect(frequencyMonetaryScore(5, 4)).toBe(5);
    expect(frequencyMonetaryScore(1, 5)).toBe(3);
  });

  test.each([
    [0, 1, 1],
    [6, 1, 1],
    [3, 0, 5],
    [3, 6, 1],
    [2.5, 1, 1],
    [3, 1, 2.5],
    [Number.NaN, 1, 1],
  ])("refuses %p %p %p, which are no scores", (r, f, m) => {
    expect(() => rfmGroup(r, f, m)).toThrow(RangeError);
  });
});

test("somebody who types in what a customer did gets that customer's group", () => {
  const columns = {
    recency_days: Float64Array.of(1, 5, 20, 80, 300, 2),
    frequency: Float64Array.of(12, 1, 3, 1, 1, 30),
    monetary: Float64Array.of(900, 20, 200, 700, 15, 4000),
  };
  const table = { cutoff: 0, rows: 6, customer: Int32Array.from([0, 1, 2, 3, 4, 5]), columns };
  const scores = rfmScores(table);
  const { rfm_group, r_score, f_score, m_score } = rfmColumns(scores);
  for (let i = 0; i < 6; i++) {
    const typed = {
      recency_days: columns.recency_days[i]!,
      frequency: columns.frequency[i]!,
      monetary: columns.monetary[i]!,
    };
    expect(rfmOf(scores.edges, typed)).toEqual({
      rfm_group: rfm_group[i]!,
      r_score: r_score[i]!,
      f_score: f_score[i]!,
      m_score: m_score[i]!,
    });
  }
  expect(rfm_group[5]).toBe("Champions");
});
