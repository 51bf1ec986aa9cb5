import { digamma, lgamma } from "./gamma";

/** Above this many factors, the product comes from ln Γ instead. */
const LONGEST_PRODUCT = 64;

/**
 * ln (z)ₙ = ln Γ(z + n) − ln Γ(z) and its derivative ψ(z + n) − ψ(z), for each n of `counts` at once.
 *
 * `counts`: whole numbers ≥ 0 in strictly ascending order. `logs` and `slopes`: filled, as long as `counts`. z > 0.
 * Neighbouring counts share their factors: n = n′ + k costs k logarithms of (z + n′)…(z + n − 1), without the
 * cancellation of a difference of two ln Γ at large z.
 */
export function logRisingFactorials(
  z: number,
  counts: Float64Array,
  logs: Float64Array,
  slopes: Float64Array,
): void {
  let log = 0;
  let slope = 0;
  let from = 0;
  for (let i = 0; i < counts.length; i++) {
    const to = counts[i]!;
    if (to - from > LONGEST_PRODUCT) {
      log += lgamma(z + to) - lgamma(z + from);
      slope += digamma(z + to) - digamma(z + from);
    } else {
      for (let k = from; k < to; k++) {
        log += Math.log(z + k);
        slope += 1 / (z + k);
      }
    }
    from = to;
    logs[i] = log;
    slopes[i] = slope;
  }
}
