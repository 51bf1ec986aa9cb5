import { logBeta } from "./gamma";

const STEPS = 200;
const TINY = 1e-300;

/**
 * The regularised incomplete beta function I_x(a, b), a, b > 0, 0 ≤ x ≤ 1: its continued fraction (Abramowitz & Stegun,
 * "Handbook of Mathematical Functions", 26.5.8) by the modified Lentz method (Thompson & Barnett, J. Comput. Phys. 64,
 * 1986).
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) throw new RangeError(`I_${x}(${a}, ${b}) is not defined`);
  if (x === 0 || x === 1) return x;
  // The fraction converges fast below the mean; above it we use the other tail (26.5.2).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** The `p` quantile (0 < p < 1) of Student's t with `df` > 0 degrees of freedom, by bisection (A&S 26.7.1). */
export function studentTQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1) || !(df > 0))
    throw new RangeError(`there is no ${p} quantile with ${df} degrees of freedom`);
  if (p < 0.5) return -studentTQuantile(1 - p, df);
  // P(|T| > t) = I_x(df / 2, 1 / 2) with x = df / (df + t²), which falls in t.
  let [low, high] = [0, 1];
  const outside = 2 * (1 - p);
  for (let i = 0; i < STEPS && low < high; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(df / 2, 0.5, middle) < outside) low = middle;
    else high = middle;
  }
  return Math.sqrt((df * (1 - high)) / high);
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
