import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import type { LabelledRows } from "../../../src/models/judging/labelled-rows";
import { fitKeptShare, keptShares } from "../../../src/models/spend/kept-share";

const FEATURES = ["frequency", "monetary", "return_rate"];

/** Rows of orders, spend so far, share of it sent back, and what was paid and kept afterwards. */
function rowsOf(
  ...rows: [orders: number, spent: number, returned: number, paid: number, kept: number][]
): LabelledRows {
  return {
    x: matrix(rows.length, 3, Float64Array.from(rows.flatMap((row) => row.slice(0, 3)))),
    churned: new Float64Array(rows.length),
    spend: Float64Array.from(rows, ([, , , paid]) => paid),
    kept: Float64Array.from(rows, ([, , , , kept]) => kept),
    customer: new Int32Array(rows.length),
    cutoff: new Float64Array(rows.length),
  };
}

describe("the share of expected spend that is kept", () => {
  const rows = rowsOf([1, 100, 0, 100, 90], [3, 300, 0.5, 80, 30], [4, 400, 1, 100, 0]);

  test("falls with what a customer sends back, weighed by how much they have bought", () => {
    const share = fitKeptShare(rows, FEATURES)!;
    // 800 in 8 orders. Expected to be kept: 100 + 80 (1 − 300 · 0.5 / 400) = 150; kept: 120.
    expect(share.orderValue).toBe(100);
    expect(share.level).toBeCloseTo(120 / 150, 12);
    expect([...keptShares(share, rows.x, FEATURES)]).toEqual([share.level, share.level * 0.625, 0]);
  });

  test("is the same for everybody where nobody's returns are known", () => {
    const base = FEATURES.slice(0, 2);
    const x = matrix(3, 2, Float64Array.of(1, 100, 3, 300, 4, 400));
    const share = fitKeptShare({ ...rows, x }, base)!;
    expect([...keptShares(share, x, base)]).toEqual([120 / 280, 120 / 280, 120 / 280]);
  });

  test("is all where spend is told as paid, and nothing is made up where nobody bought", () => {
    const { kept: _, ...paid } = rows;
    expect(fitKeptShare(paid, FEATURES)).toBeNull();
    expect([...keptShares(null, rows.x, FEATURES)]).toEqual([1, 1, 1]);
    expect(fitKeptShare(rowsOf([1, 10, 0, 0, 0]), FEATURES)!.level).toBe(1);
  });
});
