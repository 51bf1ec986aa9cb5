import { describe, expect, test } from "bun:test";
import { allowedLevel, type ChurnLevel } from "../../../src/models/churn/churn-level";
import { HEAD_FEATURES } from "../../../src/models/heads";
import { labels, rowsOf } from "../noisy-rows";

const FEATURES = HEAD_FEATURES.base;

/** Rows of so many of each kind, all with one order but for one with `most`. */
function rowsWith(leavers: number, stayers: number, most: number) {
  const rows = rowsOf(labels(leavers, stayers));
  const column = FEATURES.indexOf("frequency");
  for (let i = column; i < rows.x.data.length; i += FEATURES.length) rows.x.data[i] = 1;
  if (rows.x.rows > 3) rows.x.data[column + 3 * FEATURES.length] = most;
  return rows;
}

describe("how much the data allows", () => {
  test.each([
    [100, 100, "full"],
    [100, 99, "recency_frequency"],
    [99, 5000, "recency_frequency"],
    [10, 10, "recency_frequency"],
    [9, 5000, "constant"],
    [5000, 0, "constant"],
    [1, 1, "constant"],
    [0, 0, "none"],
  ] as const)("%i who left and %i who stayed: %s", (leavers, stayers, level) => {
    expect(allowedLevel(rowsWith(leavers, stayers, 3), FEATURES)).toBe(level);
  });

  test.each<[number, number, ChurnLevel]>([
    [150, 3, "full"],
    [150, 2, "recency_frequency"],
    [50, 2, "recency_frequency"],
    [5, 2, "constant"],
  ])("%i of a kind where nobody has more than %i orders: %s", (ofAKind, most, level) => {
    expect(allowedLevel(rowsWith(ofAKind, ofAKind, most), FEATURES)).toBe(level);
  });
});
