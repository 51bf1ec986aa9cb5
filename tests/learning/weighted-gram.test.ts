import { expect, test } from "bun:test";
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

test.each([
  [1, 1],
  [4, 2],
  [7, 3],
  [30, 6],
  [41, 7],
])("the normal equations of %d rows and %d columns are the sums that define them", (n, d) => {
  const random = new Random(n);
  const data = Float64Array.from({ length: n * d }, () => random.normal());
  const curvature = Float64Array.from({ length: n }, () => random.uniform());
  const slope = Float64Array.from({ length: n }, () => random.normal());
  const gram = new Float64Array((d + 1) ** 2).fill(9);
  const gradient = new Float64Array(d + 1).fill(9);
  weightedGram(matrix(n, d, data), curvature, slope, gram, gradient);
  for (let j = 0; j <= d; j++) {
    expect(gradient[j]).toBeCloseTo(byDefinition(data, n, d, slope, j, 0), 12);
    for (let k = 0; k <= j; k++) {
      expect(gram[j * (d + 1) + k]).toBeCloseTo(byDefinition(data, n, d, curvature, j, k), 12);
    }
  }
});
