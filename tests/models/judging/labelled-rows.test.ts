import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import { Random } from "../../../src/learning/random";
import {
  joined,
  type LabelledRows,
  sampledRows,
  sharesByCutoff,
  stack,
  sumByCutoff,
  take,
} from "../../../src/models/judging/labelled-rows";

/** A row for each pair of customer and cutoff; all its values tell which it is. */
function rowsOf(pairs: readonly (readonly [customer: number, cutoff: number])[]): LabelledRows {
  const codes = pairs.map(([customer, cutoff]) => 10 * customer + cutoff);
  return {
    x: matrix(pairs.length, 2, Float64Array.from(codes.flatMap((code) => [code, -code]))),
    churned: Float64Array.from(codes, (code) => code % 2),
    spend: Float64Array.from(codes, (code) => 100 * code),
    customer: Int32Array.from(pairs, ([customer]) => customer),
    cutoff: Float64Array.from(pairs, ([, cutoff]) => cutoff),
  };
}

describe("labelled rows", () => {
  test("are stacked in the order given, every column alike", () => {
    const parts = [
      rowsOf([[1, 3]]),
      rowsOf([]),
      rowsOf([
        [4, 2],
        [1, 2],
      ]),
    ];
    expect(stack(parts)).toEqual(
      rowsOf([
        [1, 3],
        [4, 2],
        [1, 2],
      ]),
    );
  });

  test("are taken by index, every column alike", () => {
    const rows = rowsOf([
      [1, 3],
      [4, 2],
      [1, 2],
    ]);
    expect(take(rows, [2, 0])).toEqual(
      rowsOf([
        [1, 2],
        [1, 3],
      ]),
    );
  });

  /** The windows of a grid. */
  const windows = (customers: number, cutoffs: number) =>
    Array.from({ length: cutoffs }, () => ({
      customer: Int32Array.from({ length: customers }, (_, i) => i),
    }));

  test("that are no more than the limit are all taken", () => {
    expect(sampledRows(windows(10, 3), 30, new Random(1))).toBeNull();
  });

  test("that are more lose whole customers and keep their order", () => {
    const chosen = sampledRows(windows(100, 6), 240, new Random(1))!;
    expect(chosen).toHaveLength(6);
    for (const rows of chosen) {
      expect(rows).toHaveLength(40);
      expect(rows).toEqual(chosen[0]!);
      expect(rows).toEqual(rows.toSorted());
    }
    expect(sampledRows(windows(100, 6), 240, new Random(2))).not.toEqual(chosen);
  });

  test("keep two customers at the least, so that one can be held out", () => {
    expect(sampledRows(windows(5, 100), 10, new Random(1))![0]).toHaveLength(2);
  });
});

test("arrays are joined one after another", () => {
  expect(joined([Float64Array.of(1, 2), new Float64Array(0), Float64Array.of(3)])).toEqual(
    Float64Array.of(1, 2, 3),
  );
  expect(joined([])).toHaveLength(0);
});

describe("at each cutoff", () => {
  test("a column is summed up over its rows, wherever they stand", () => {
    const sums = sumByCutoff(Float64Array.of(3, 5, 3, 9), Float64Array.of(1, 10, 2, 0));
    expect([...sums]).toEqual([
      [3, 3],
      [5, 10],
      [9, 0],
    ]);
  });

  test("the share of leavers has one more row of each kind, so that it is neither 0 nor 1", () => {
    const shares = sharesByCutoff({
      cutoff: Float64Array.of(3, 3, 5, 5, 5, 9),
      churned: Float64Array.of(1, 0, 0, 0, 0, 1),
    });
    expect([...shares]).toEqual([
      [3, 2 / 4],
      [5, 1 / 5],
      [9, 2 / 3],
    ]);
  });
});
