import { logHypergeometric } from "../special/hypergeometric";

const RESCALE = 1e250;
const LOG_RESCALE = Math.log(RESCALE);
/** Above this, the series of latent purchases is longer than Euler's integral. */
const LONG_HORIZON = 0.999;

/**
 * BG/NBD's E[X(t)] (Fader, Hardie & Lee 2005, eq. 9) for a customer with parameters r, alpha, a, b > 0 and `time` ≥ 0
 * in the unit of alpha. With r + x, alpha + T, a, b + x it is the expectation of eq. 10 for a customer who is alive at
 * T.
 *
 * The published form, (a + b − 1)/(a − 1) × (1 − (α/(α+t))ʳ ₂F₁(r, b; a + b − 1; t/(α+t))), loses all digits near a = 1
 * and as a → 0. Instead: without dropout, the customer would buy K ~ NB(r, z) times with z = t/(α+t); the j-th of these
 * purchases is made with probability E[(1 − p)ʲ⁻¹] = (b)ⱼ₋₁/(a + b)ⱼ₋₁. So E[X(t)] = Σₖ P(K = k) Σⱼ≤ₖ (b)ⱼ₋₁/(a +
 * b)ⱼ₋₁, all terms positive, for any a. Relative error below 1e-11; about (r + 40)(1 + t/α) terms.
 */
export function expectedLatentPurchases(
  r: number,
  alpha: number,
  a: number,
  b: number,
  time: number,
): number {
  if (time === 0) return 0;
  const z = time / (alpha + time);
  const c = a + b - 1;
  if (z > LONG_HORIZON && c > 0 && Math.abs(a - 1) > 1e-3) {
    const unlessGone = -r * Math.log1p(time / alpha) + logHypergeometric(r, b, c, z);
    return (c / (a - 1)) * -Math.expm1(unlessGone);
  }
  // P(K = 0), then upwards; `scale` holds the factors that keep it from underflow.
  let scale = -r * Math.log1p(time / alpha);
  let probability = 1;
  let stillThere = 1;
  let made = 0;
  let sum = 0;
  for (let k = 1; ; k++) {
    const ratio = ((r + k - 1) / k) * z;
    probability *= ratio;
    made += stillThere;
    stillThere *= (b + k - 1) / (a + b + k - 1);
    const term = probability * made;
    sum += term;
    const decay = Math.max(ratio, z) * (1 + 1 / k);
    if (decay < 1 && term * decay <= 1e-15 * sum * (1 - decay)) return sum * Math.exp(scale);
    if (sum > RESCALE) {
      sum /= RESCALE;
      probability /= RESCALE;
      scale += LOG_RESCALE;
    }
  }
}
