import type { Matrix } from "./matrix";

/**
 * The normal equations of one step of a generalised linear model, intercept in place 0. With z = (1, row of `x`): adds
 * `curvature`ᵢ · z·zᵀ to the lower triangle of `gram` ((d+1) × (d+1), row-major) and `slope`ᵢ · z to `gradient` (d+1),
 * over the rows of `x` (n × d). Overwrites both.
 */
export function weightedGram(
  x: Matrix,
  curvature: Float64Array,
  slope: Float64Array,
  gram: Float64Array,
  gradient: Float64Array,
): void {
  const { data, rows, columns: d } = x;
  const p = d + 1;
  gram.fill(0);
  gradient.fill(0);
  let i = 0;
  // Four rows at a time: the sums are loaded and stored once for four products.
  for (; i + 4 <= rows; i += 4) {
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
      const row = (j + 1) * p;
      gram[row]! += ga + gb + gc + ge;
      for (let k = 0; k <= j; k++) {
        gram[row + k + 1]! += ga * data[a + k]! + gb * data[b + k]! + gc * data[c + k]! + ge * data[e + k]!;
      }
    }
  }
  for (; i < rows; i++) {
    const at = i * d;
    const w = curvature[i]!;
    const s = slope[i]!;
    gram[0]! += w;
    gradient[0]! += s;
    for (let j = 0; j < d; j++) {
      const value = data[at + j]!;
      const weighted = w * value;
      const row = (j + 1) * p;
      gradient[j + 1]! += s * value;
      gram[row]! += weighted;
      for (let k = 0; k <= j; k++) gram[row + k + 1]! += weighted * data[at + k]!;
    }
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
