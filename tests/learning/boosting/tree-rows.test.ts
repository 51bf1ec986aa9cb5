import { describe, expect, test } from "bun:test";
import { binMatrix } from "../../../src/learning/boosting/binned-matrix";
import { GradientBoostedTrees } from "../../../src/learning/boosting/gradient-boosted-trees";
import type { BoostingOptions } from "../../../src/learning/boosting/parameters";
import { TreeRows } from "../../../src/learning/boosting/tree-rows";
import { compiled, instance } from "../../../src/learning/kernels/instance";
import { COLUMN_BYTES, type TreeKernels } from "../../../src/learning/kernels/tree-kernels";
import { matrix } from "../../../src/learning/matrix";
import { Random } from "../../../src/learning/random";

const COLUMN = COLUMN_BYTES / 8;
const KERNELS = ["tree-rows.wasm", "tree-rows-plain.wasm"];

/** Whole numbers, so that every sum is exact in any order; some values are missing. */
function wholeNumbers(n: number, d: number) {
  const random = new Random(n);
  const values = Float64Array.from({ length: n * d }, (_, i) =>
    i % d === 1 && random.integer(5) === 0 ? Number.NaN : random.integer(20),
  );
  const binned = binMatrix(matrix(n, d, values), undefined, 255);
  const derivatives = Float64Array.from({ length: 2 * n }, () => random.integer(100));
  return { binned, derivatives };
}

describe.each(KERNELS)("with %s", (name) => {
  const kernels = instance<TreeKernels>(compiled(name));

  // Seven and five columns: not a multiple of what the kernel takes at a time. 140,000 rows are two blocks.
  test.each([
    [200, undefined],
    [200, Int32Array.of(0, 1, 2, 4, 6)],
    [140_000, undefined],
    [140_000, Int32Array.of(0, 1, 2, 4, 6)],
  ])("histograms of %d rows hold their sums, a child's are the parent's less its sibling's", (n, columns) => {
    const { binned, derivatives } = wholeNumbers(n, 7);
    const named = Array.from(columns ?? [0, 1, 2, 3, 4, 5, 6]);
    const binsOf = (j: number) => binned.offsets[j + 1]! - binned.offsets[j]!;
    const rows = new TreeRows(binned, 3, 1, kernels);
    rows.derivatives.set(derivatives);
    for (let i = 0; i < n; i++) rows.order[i] = i;
    for (let b = 0; b < rows.drawn.length; b++) rows.drawn[b] = rows.starts[b + 1]! - rows.starts[b]! - 60;

    /** By definition: the sums of the drawn rows (their order is still rising) whose bin of column 1 fits. */
    const sums = (fits: (bin: number) => boolean) =>
      named.map((j) => {
        const out = new Float64Array(2 * binsOf(j));
        for (let row = 0; row < n; row++) {
          const isDrawn = rows.drawn.some(
            (count, b) => row >= rows.starts[b]! && row < rows.starts[b]! + count,
          );
          if (!isDrawn || !fits(binned.byRow[7 * row + 1]!)) continue;
          const bin = binned.byRow[7 * row + j]!;
          out[2 * bin]! += derivatives[2 * row]!;
          out[2 * bin + 1]! += derivatives[2 * row + 1]!;
        }
        return out;
      });
    const found = (histogram: number) =>
      named.map((j, k) => rows.histograms[histogram]!.slice(k * COLUMN, k * COLUMN + 2 * binsOf(j)));
    const missing = binsOf(1) - 1;
    const goesLeft = (bin: number) => bin <= 7 || bin === missing;

    rows.begin(columns);
    rows.buildHistogram(0, 0);
    expect(found(0)).toEqual(sums(() => true));
    rows.split(0, 1, 1, 7, true);
    rows.buildHistogram(1, 1);
    expect(found(1)).toEqual(sums(goesLeft));
    rows.subtract(0, 1);
    expect(found(0)).toEqual(sums((bin) => !goesLeft(bin)));
  });

  test("rows are parted in a stable order, missing ones to the side they were told, those not drawn beside them", () => {
    const x = Float64Array.of(Number.NaN, 5, Number.NaN, 4, Number.NaN, 4, 5);
    const rows = new TreeRows(binMatrix(matrix(7, 1, x), undefined, 255), 2, 1, kernels);
    const part = (missingLeft: boolean) => {
      rows.order.set([0, 1, 2, 3, 4, 5, 6]);
      rows.drawn[0] = 4;
      rows.begin(undefined);
      rows.split(0, 1, 0, 0, missingLeft);
      return [Array.from(rows.order), rows.drawnRows(1), rows.drawnRows(0)];
    };
    expect(part(false)).toEqual([[3, 0, 1, 2, 5, 4, 6], 1, 3]);
    expect(part(true)).toEqual([[0, 2, 3, 1, 4, 5, 6], 3, 1]);
    rows.margins.fill(0);
    rows.addToMargins(1, 0.5);
    expect(Array.from(rows.margins)).toEqual([0.5, 0, 0.5, 0.5, 0.5, 0.5, 0]);
  });
});

test("kernels without vectors sum to the same bits", () => {
  const random = new Random(4);
  const n = 3000;
  const x = matrix(
    n,
    7,
    Float64Array.from({ length: 7 * n }, () => random.normal()),
  );
  const binned = binMatrix(x, undefined, 255);
  const derivatives = Float64Array.from({ length: 2 * n }, () => random.normal());
  const [vectors, plain] = KERNELS.map((name) => {
    const rows = new TreeRows(binned, 2, 1, instance<TreeKernels>(compiled(name)));
    rows.derivatives.set(derivatives);
    rows.order.set(Int32Array.from({ length: n }, (_, i) => i));
    rows.drawn[0] = n - 10;
    rows.begin(undefined);
    rows.buildHistogram(0, 0);
    rows.split(0, 1, 3, 100, false);
    rows.buildHistogram(1, 1);
    rows.subtract(0, 1);
    return { sums: [rows.gradient, rows.hessian], histograms: rows.histograms.map((sums) => sums.slice()) };
  });
  expect(vectors).toEqual(plain!);
});

test("a fit on several blocks of rows gives the same bits with one thread and with two", () => {
  const random = new Random(9);
  const n = 140_000;
  const x = matrix(
    n,
    4,
    Float64Array.from({ length: 4 * n }, () => random.normal()),
  );
  const y = Float64Array.from(
    { length: n },
    (_, i) => +(x.data[4 * i]! * x.data[4 * i + 1]! + random.normal() > 0),
  );
  const options: BoostingOptions = { loss: "logistic", rounds: 12, subsample: 0.7, seed: 1 };
  const fit = (threads: 1 | 2) => new GradientBoostedTrees(options, threads).fit(x, y).toState();
  const alone = fit(1);
  expect(alone.trees.feature.length).toBeGreaterThan(200);
  for (let time = 0; time < 3; time++) expect(fit(2)).toEqual(alone);
});
