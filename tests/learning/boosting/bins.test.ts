import { describe, expect, test } from "bun:test";
import { binMatrix } from "../../../src/learning/boosting/binned-matrix";
import { ColumnOrder } from "../../../src/learning/boosting/column-order";
import { LARGEST_FLOAT, toFloat32 } from "../../../src/learning/boosting/float-matrix";
import { quantileCuts } from "../../../src/learning/boosting/quantile-cuts";
import { matrix } from "../../../src/learning/matrix";
import { Random } from "../../../src/learning/random";

const float = (values: Iterable<number>) => Float32Array.from(values);
const cutsOf = (column: Float32Array, weights: Float64Array | undefined, maxBins: number) =>
  quantileCuts(column, new ColumnOrder(column.length).of(column), weights, maxBins);

describe("the cut points of a column", () => {
  test("are all of its distinct values but the least where they are few", () => {
    expect(cutsOf(float([3, 1, 2, 2, Number.NaN, 1]), undefined, 255)).toEqual(float([2, 3]));
  });

  test("are none for a constant column, and null where nothing is there", () => {
    expect(cutsOf(float([5, 5, Number.NaN]), undefined, 255)).toEqual(float([]));
    expect(cutsOf(float([Number.NaN, Number.NaN]), undefined, 255)).toBeNull();
  });

  test("sit at equal steps of the rank where values are many", () => {
    const values = Float32Array.from({ length: 1001 }, (_, i) => (i * 10) % 1001);
    expect(cutsOf(values, undefined, 4)).toEqual(float([250, 500, 750]));
    const cuts = cutsOf(values, undefined, 255)!;
    expect(cuts.length).toBe(254);
    for (let k = 1; k < cuts.length; k++) expect(Math.abs(cuts[k]! - cuts[k - 1]! - 3.93)).toBeLessThan(1.1);
  });

  test("are those of the rows repeated as often as they weigh, and a weight of 0 takes a row away", () => {
    const random = new Random(5);
    const values = Float32Array.from({ length: 900 }, () => random.normal());
    const weights = Float64Array.from({ length: 900 }, () => random.integer(4));
    const repeated: number[] = [];
    for (let i = 0; i < 900; i++) for (let k = 0; k < weights[i]!; k++) repeated.push(values[i]!);
    for (const maxBins of [2, 16, 255]) {
      expect(cutsOf(values, weights, maxBins)).toEqual(cutsOf(float(repeated), undefined, maxBins)!);
    }
  });

  test("give the greatest value a bin of its own where a heavy value took several steps (as XGBoost does)", () => {
    const values = float([-1, ...new Array<number>(1000).fill(0), 1, 2, 3, 4, 5, 6]);
    expect(cutsOf(values, undefined, 4)).toEqual(float([0, 6]));
  });
});

describe("the order of a column", () => {
  test("is that of its values, equal ones by row, whatever was sorted before", () => {
    const random = new Random(11);
    const order = new ColumnOrder(3000);
    for (const draw of [
      () => random.normal(),
      () => random.integer(3) - 1,
      () => 1e30 * random.normal() ** 9,
      () => (random.integer(2) === 0 ? Number.NaN : -random.exponential(1e-3)),
      () => Number.NaN,
      () => 5,
    ]) {
      const column = Float32Array.from({ length: 3000 }, draw);
      const known = Array.from(column.keys()).filter((row) => !Number.isNaN(column[row]));
      expect(Array.from(order.of(column))).toEqual(known.sort((a, b) => column[a]! - column[b]! || a - b));
    }
  });
});

describe("a binned matrix", () => {
  const x = float([1, 9, Number.NaN, 2, 9, 5, 3, 9, Number.NaN, 2, 9, 4]);
  const binned = binMatrix(matrix(4, 3, Float64Array.from(x)), undefined, 255);

  test("numbers the bins of all columns through, missing values last", () => {
    expect(binned.offsets).toEqual(Int32Array.of(0, 3, 4, 7));
    expect(binned.missingId).toEqual(Int32Array.of(-1, -1, 6));
    expect(binned.byRow).toEqual(Uint8Array.of(0, 0, 2, 1, 0, 1, 2, 0, 2, 1, 0, 0));
    expect(binned.byColumn).toEqual(Uint8Array.of(0, 1, 2, 1, 0, 0, 0, 0, 2, 1, 2, 0));
  });

  test("has a threshold a bin that just the values up to that bin are less than", () => {
    expect(Array.from(binned.thresholds.subarray(0, 3))).toEqual([2, 3, LARGEST_FLOAT]);
    for (let i = 0; i < 4; i++) {
      for (let id = 0; id < 3; id++)
        expect(x[i * 3]! < binned.thresholds[id]!).toBe(binned.byRow[i * 3]! <= id);
    }
  });

  test("has no bin for a column whose values all weigh nothing", () => {
    const none = binMatrix(matrix(2, 2, Float64Array.of(1, 7, 2, Number.NaN)), Float64Array.of(0, 1), 255);
    expect(none.offsets).toEqual(Int32Array.of(0, 1, 2));
    expect(none.missingId).toEqual(Int32Array.of(-1, 1));
    expect(none.byColumn).toEqual(Uint8Array.of(0, 0, 0, 0));
  });
});

test("features become float32 numbers, with one zero and no infinity", () => {
  const out = toFloat32(matrix(1, 3, Float64Array.of(0.1, -0, Number.NaN)));
  expect(Array.from(out)).toEqual([Math.fround(0.1), 0, Number.NaN]);
  expect(Object.is(out[1], 0)).toBe(true);
  const large = matrix(2, 2, Float64Array.of(0, 0, 3.5e38, 0));
  for (const attempt of [() => toFloat32(large), () => binMatrix(large, undefined, 255)])
    expect(attempt).toThrow("row 1, column 0 is 3.5e+38");
});
