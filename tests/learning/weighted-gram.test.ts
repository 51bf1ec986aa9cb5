import { expect, test } from "bun:test";
import { kernels } from "../../src/learning/kernels/kernels";
import { matrix } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import { weightedGram } from "../../src/learning/weighted-gram";

/** The sums by their definition, one entry at a time. */
function byDefinition(data: Float64Array, n: number, d: number, weights: Float64Array, j: number, k: number) {
  const z = (i: number, column: number) => (column === 0 ? 1 : data[i * d + column - 1]!);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i]! * z(i, j) * z(i, k);
  return sum;
}

const SIZES = [
  [1, 1],
  [4, 2],
  [7, 3],
  [41, 7],
  [2050, 6],
] as const;

function randomRows(n: number, d: number) {
  const random = new Random(n);
  return {
    x: matrix(
      n,
      d,
      Float64Array.from({ length: n * d }, () => random.normal()),
    ),
    curvature: Float64Array.from({ length: n }, () => random.uniform()),
    slope: Float64Array.from({ length: n }, () => random.normal()),
    gram: new Float64Array((d + 1) ** 2).fill(9),
    gradient: new Float64Array(d + 1).fill(9),
  };
}

test.each(SIZES)("the normal equations of %d rows and %d columns are the sums that define them", (n, d) => {
  const { x, curvature, slope, gram, gradient } = randomRows(n, d);
  weightedGram(x, curvature, slope, gram, gradient);
  for (let j = 0; j <= d; j++) {
    expect(gradient[j]).toBeCloseTo(byDefinition(x.data, n, d, slope, j, 0), 11);
    for (let k = 0; k <= j; k++) {
      expect(gram[j * (d + 1) + k]).toBeCloseTo(byDefinition(x.data, n, d, curvature, j, k), 11);
    }
  }
});

test.each(SIZES)("%d rows and %d columns give the same bits on a processor without vectors", (n, d) => {
  expect(kernels).not.toBeNull();
  const { x, curvature, slope, gram, gradient } = randomRows(n, d);
  const plain = { gram: gram.slice(), gradient: gradient.slice() };
  weightedGram(x, curvature, slope, gram, gradient);
  weightedGram(x, curvature, slope, plain.gram, plain.gradient, null);
  expect(gradient).toEqual(plain.gradient);
  for (let j = 0; j <= d; j++) {
    const lower = (all: Float64Array) => all.subarray(j * (d + 1), j * (d + 1) + j + 1);
    expect(lower(gram)).toEqual(lower(plain.gram));
  }
});
