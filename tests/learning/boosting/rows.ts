import { type Matrix, matrix } from "../../../src/learning/matrix";
import { Random } from "../../../src/learning/random";

/**
 * `n` rows of `d` ≥ 4 columns with a target that has an interaction, a jump and noise: y = x₀x₁ + 2·[x₂ > ½] + ½x₃ + ε.
 * About 15 % of the values are missing after the target was made.
 */
export function noisyRows(n: number, d: number, seed: number): { x: Matrix; y: Float64Array } {
  const random = new Random(seed);
  const x = matrix(n, d);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = x.data.subarray(i * d, i * d + d);
    for (let j = 0; j < d; j++) row[j] = random.normal();
    y[i] = row[0]! * row[1]! + 2 * +(row[2]! > 0.5) + 0.5 * row[3]! + 0.3 * random.normal();
    for (let j = 0; j < d; j++) if (random.uniform() < 0.15) row[j] = Number.NaN;
  }
  return { x, y };
}
