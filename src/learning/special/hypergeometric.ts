import { logBeta } from "./gamma";

/** Up to this argument the power series is short enough; above it Euler's integral takes over. */
const SERIES_LIMIT = 0.9;
const RESCALE = 1e250;
const LOG_RESCALE = Math.log(RESCALE);

/**
 * ln ₂F₁(a, b; c; z), Gauss's hypergeometric function, for a, b, c > 0 and 0 ≤ z < 1, where all its terms are positive.
 * Relative error of ₂F₁ below 1e-10 for parameters up to some thousands, also as z → 1; the logarithm does not
 * overflow. Throws a RangeError outside that domain.
 *
 * z ≤ 0.9: the power series (Abramowitz & Stegun 15.1.1). z > 0.9: Euler's integral (15.3.1) by the double-exponential
 * rule; if c exceeds neither a nor b, c is raised by Gauss's relation between neighbours (15.2.12) first.
 */
export function logHypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(a > 0 && b > 0 && c > 0 && z >= 0 && z < 1 && Number.isFinite(a + b + c))) {
    throw new RangeError(`2F1(${a}, ${b}; ${c}; ${z}) is outside a, b, c > 0, 0 <= z < 1`);
  }
  if (z <= SERIES_LIMIT) return logSeries(a, b, c, z);
  const inner = Math.min(a, b);
  if (c > inner) return logEulerIntegral(Math.max(a, b), inner, c, z);
  return logLowered(a, b, c, z);
}

/** Σ (a)ₖ(b)ₖ/(c)ₖ zᵏ/k!, all terms positive, rescaled before it overflows. */
function logSeries(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  let logScale = 0;
  for (let k = 0; ; k++) {
    const ratio = (((a + k) * (b + k)) / ((c + k) * (1 + k))) * z;
    term *= ratio;
    sum += term;
    // The ratios settle at z; once below one, the rest is at most a geometric series.
    if (ratio < 1 && term <= 1e-17 * sum * (1 - Math.max(ratio, z))) return Math.log(sum) + logScale;
    if (sum > RESCALE) {
      sum /= RESCALE;
      term /= RESCALE;
      logScale += LOG_RESCALE;
    }
  }
}

/**
 * ₂F₁ = 1/B(b, c − b) ∫₀¹ tᵇ⁻¹ (1 − t)ᶜ⁻ᵇ⁻¹ (1 − zt)⁻ᵃ dt for c > b > 0, by the trapezoidal rule in u where t = 1/(1 +
 * exp(−π sinh u)) (Takahasi & Mori 1974). The step follows the nearest pole, that of 1 − zt, and the width of the peak
 * beside it; the error of the rule is then below 1e-13.
 */
function logEulerIntegral(a: number, b: number, c: number, z: number): number {
  const logGap = Math.log1p(-z);
  const pole = 1 / Math.hypot(1, logGap / Math.PI);
  const step = pole * Math.min(1 / 6, 0.7 / Math.sqrt(2.5 * (a + c)));
  const from = -Math.ceil(Math.asinh(60 / (Math.PI * b)) / step) - 1;
  const to = Math.ceil(Math.asinh((60 - a * logGap) / (Math.PI * (c - b))) / step) + 1;
  let peak = -Infinity;
  let sum = 0;
  for (let i = from; i <= to; i++) {
    const logit = Math.PI * Math.sinh(i * step);
    const logT = Math.min(logit, 0) - Math.log1p(Math.exp(-Math.abs(logit)));
    const logRest = logT - logit;
    const inner = logGap + Math.log1p((z * Math.exp(logRest)) / (1 - z));
    const log = b * logT + (c - b) * logRest - a * inner + Math.log(Math.cosh(i * step));
    if (!(log > -Infinity)) continue;
    if (log > peak) {
      sum = sum * Math.exp(peak - log) + 1;
      peak = log;
    } else {
      sum += Math.exp(log - peak);
    }
  }
  return peak + Math.log(sum * step * Math.PI) - logBeta(b, c - b);
}

/** F(c) from F(c + 1) and F(c + 2): Abramowitz & Stegun 15.2.12 with c + 1 for c. */
function logLowered(a: number, b: number, c: number, z: number): number {
  const d = c + 1;
  const first = logHypergeometric(a, b, d, z);
  const second = logHypergeometric(a, b, d + 1, z);
  const sum = d * (d - 1 - (2 * d - a - b - 1) * z) + (d - a) * (d - b) * z * Math.exp(second - first);
  return first + Math.log(sum) - Math.log(d * (d - 1) * (1 - z));
}
