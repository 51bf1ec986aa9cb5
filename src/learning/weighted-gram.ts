import type { Matrix } from "./matrix";

/**
 * The normal equations of one step of a generalised linear model, intercept in place 0. With z = (1, row of `x`): adds
 * `curvature`ᵢ · z·zᵀ to the lower triangle of `gram` ((d+1) × (d+1), row-major) and `slope`ᵢ · z to `gradient` (d+1),
 * over the rows of `x` (n × d). Overwrites both; what lies above the diagonal has no meaning.
 */
export function weightedGram(
  x: Matrix,
  curvature: Float64Array,
  slope: Float64Array,
  gram: Float64Array,
  gradient: Float64Array,
): void {
  gram.fill(0);
  gradient.fill(0);
  let i = 0;
  for (; i + 4 <= x.rows; i += 4) addFourRows(x, i, curvature, slope, gram, gradient);
  for (; i < x.rows; i++) addRow(x, i, curvature[i]!, slope[i]!, gram, gradient);
}

/**
 * Four rows and two columns at a time: a sum is loaded and stored once for four products, a value loaded once for two.
 * Of an odd number of columns, the first is taken alone.
 */
function addFourRows(
  { data, columns: d }: Matrix,
  i: number,
  curvature: Float64Array,
  slope: Float64Array,
  gram: Float64Array,
  gradient: Float64Array,
): void {
  const p = d + 1;
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
    gram[(j + 1) * p]! += wa * va + wb * vb + wc * vc + we * ve;
  }
  const odd = d % 2;
  if (odd === 1)
    gram[p + 1]! +=
      wa * data[a]! * data[a]! +
      wb * data[b]! * data[b]! +
      wc * data[c]! * data[c]! +
      we * data[e]! * data[e]!;
  for (let j = odd; j < d; j += 2) {
    const ga = wa * data[a + j]!;
    const gb = wb * data[b + j]!;
    const gc = wc * data[c + j]!;
    const ge = we * data[e + j]!;
    const ha = wa * data[a + j + 1]!;
    const hb = wb * data[b + j + 1]!;
    const hc = wc * data[c + j + 1]!;
    const he = we * data[e + j + 1]!;
    const row = (j + 1) * p + 1;
    const next = row + p;
    for (let k = 0; k <= j + 1; k++) {
      const xa = data[a + k]!;
      const xb = data[b + k]!;
      const xc = data[c + k]!;
      const xe = data[e + k]!;
      gram[row + k]! += ga * xa + gb * xb + gc * xc + ge * xe;
      gram[next + k]! += ha * xa + hb * xb + hc * xc + he * xe;
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
