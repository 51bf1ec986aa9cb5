import { expect, test } from "bun:test";
import { compiled, instance } from "../../src/learning/kernels/instance";
import { type CenterKernels, lloyd, nearestCenters } from "../../src/learning/lloyd";
import { matrix } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";

const SIZES = [1, 2, 3, 4, 7].flatMap((k) => [1, 2, 5].map((d) => [k, d] as const));

/** Rows on a grid, so that many are as near to one center as to another. */
function gridRows(d: number) {
  const random = new Random(d);
  return matrix(
    300,
    d,
    Float64Array.from({ length: 300 * d }, () => random.integer(12)),
  );
}

test.each(SIZES)("%d clusters of %d columns settle at the means of the rows nearest to them", (k, d) => {
  const x = gridRows(d);
  const start = Float64Array.from({ length: k * d }, (_, i) => 1.4 * Math.floor(i / d) + 0.1 * (i % d));
  const { centers, labels, sizes, converged } = lloyd(x, start, 300, 0);
  expect(converged).toBe(true);
  expect(labels).toEqual(nearestCenters(x, centers).labels);
  for (let c = 0; c < k; c++) {
    const own = Array.from(labels.keys()).filter((i) => labels[i] === c);
    expect(sizes[c]).toBe(own.length);
    for (let j = 0; j < d; j++) {
      const mean = own.reduce((sum, i) => sum + x.data[i * d + j]!, 0) / own.length;
      expect(centers.data[c * d + j]).toBeCloseTo(mean, 12);
    }
  }
});

test.each(SIZES)("%d clusters of %d columns are the same bits without vectors", (k, d) => {
  const random = new Random(k);
  const x = matrix(
    500,
    d,
    Float64Array.from({ length: 500 * d }, (_, i) => random.normal() + (i % 3)),
  );
  const start = x.data.slice(0, k * d);
  const [vectors, plain] = ["center-search.wasm", "center-search-plain.wasm"].map((name) =>
    lloyd(x, start, 300, 0, instance<CenterKernels>(compiled(name))),
  );
  expect(vectors).toEqual(plain!);
});
