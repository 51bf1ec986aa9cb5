import { type Kernels, kernelNumbers, kernels } from "./kernels/kernels";
import type { Matrix } from "./matrix";

/** Numbers of a block of rows: it stays in the nearest cache. */
const BLOCK = 4096;

/**
 * The normal equations of one step of a generalised linear model, intercept in place 0. With z = (1, row of `x`): adds
 * `curvature`ᵢ · z·zᵀ to the lower triangle of `gram` ((d+1) × (d+1), row-major) and `slope`ᵢ · z to `gradient` (d+1),
 * over the rows of `x` (n × d). Overwrites both; what lies above the diagonal has no meaning. The sums are the same, bit
 * by bit, with `compiled` kernels and without.
 */
export function weightedGram(
  x: Matrix,
  curvature: Float64Array,
  slope: Float64Array,
  gram: Float64Array,
  gradient: Float64Array,
  compiled: Kernels | null = kernels,
): void {
  gram.fill(0);
  gradient.fill(0);
  let i = compiled ? addBlocks(compiled, x, curvature, slope, gram, gradient) : 0;
  for (; i + 4 <= x.rows; i += 4) addFourRows(x, i, curvature, slope, gram, gradient);
  for (; i < x.rows; i++) addRow(x, i, curvature[i]!, slope[i]!, gram, gradient);
}

/** Adds all rows but the last few with the compiled kernel, a block at a time. Returns how many. */
function addBlocks(
  compiled: Kernels,
  { data, rows, columns: d }: Matrix,
  curvature: Float64Array,
  slope: Float64Array,
  gram: Float64Array,
  gradient: Float64Array,
): number {
  const p = d + 1;
  const most = 4 * Math.ceil(BLOCK / (4 * d));
  const curvatureAt = most * d;
  const slopeAt = curvatureAt + most;
  const gradientAt = slopeAt + most;
  const gramAt = gradientAt + p + 1;
  const end = gramAt + (p + 1) * p + 1;
  const numbers = kernelNumbers(compiled, end);
  numbers.fill(0, gradientAt, end);
  const whole = rows - (rows % 4);
  for (let from = 0; from < whole; from += most) {
    const to = Math.min(whole, from + most);
    numbers.set(data.subarray(from * d, to * d));
    numbers.set(curvature.subarray(from, to), curvatureAt);
    numbers.set(slope.subarray(from, to), slopeAt);
    compiled.addRows(0, 8 * curvatureAt, 8 * slopeAt, to - from, d, 8 * gramAt, 8 * gradientAt);
  }
  gram.set(numbers.subarray(gramAt, gramAt + p * p));
  gradient.set(numbers.subarray(gradientAt, gradientAt + p));
  return whole;
}

/** Four rows at a time: a sum is loaded and stored once for four products. The kernel adds up in the same order. */
function addFourRows(
  { data, columns: d }: Matrix,
  i: number,
  curvature: Float64Array,
  slope: Float64Array,
  gram: Float64Array,
  gradient: Float64Array,
): void {
  const a = i * d;
  const b = a + d;
  const c = b + d;
  const e = c + d;
  const wa = curvature[i]!;
  const wb = curvature[i + 1]!;
  const wc = curvature[i + 2]!;
  const we = curvature[i + 3]!;
  const sa = slope[i]!;
  const sb = slope[i + 1]!;
  const sc = slope[i + 2]!;
  const se = slope[i + 3]!;
  gram[0]! += wa + wb + wc + we;
  gradient[0]! += sa + sb + sc + se;
  for (let j = 0; j < d; j++) {
    const va = data[a + j]!;
    const vb = data[b + j]!;
    const vc = data[c + j]!;
    const ve = data[e + j]!;
    gradient[j + 1]! += sa * va + sb * vb + sc * vc + se * ve;
    const ga = wa * va;
    const gb = wb * vb;
    const gc = wc * vc;
    const ge = we * ve;
    const row = (j + 1) * (d + 1);
    gram[row]! += ga + gb + gc + ge;
    for (let k = 0; k <= j; k++) {
      gram[row + k + 1]! += ga * data[a + k]! + gb * data[b + k]! + gc * data[c + k]! + ge * data[e + k]!;
    }
  }
}

/** A single row: those left over by fours. */
function addRow(
  { data, columns: d }: Matrix,
  i: number,
  w: number,
  s: number,
  gram: Float64Array,
  gradient: Float64Array,
): void {
  const at = i * d;
  gram[0]! += w;
  gradient[0]! += s;
  for (let j = 0; j < d; j++) {
    const value = data[at + j]!;
    const weighted = w * value;
    const row = (j + 1) * (d + 1);
    gradient[j + 1]! += s * value;
    gram[row]! += weighted;
    for (let k = 0; k <= j; k++) gram[row + k + 1]! += weighted * data[at + k]!;
  }
}

/** `intercept + Σ coefficients[j] · x[i, j]` for every row of `x` (n × d), written to `out` (n) and returned. */
export function linearPredictor(
  x: Matrix,
  intercept: number,
  coefficients: Float64Array,
  out: Float64Array = new Float64Array(x.rows),
): Float64Array {
  const d = x.columns;
  for (let i = 0; i < x.rows; i++) {
    let sum = intercept;
    for (let j = 0; j < d; j++) sum += coefficients[j]! * x.data[i * d + j]!;
    out[i] = sum;
  }
  return out;
}
