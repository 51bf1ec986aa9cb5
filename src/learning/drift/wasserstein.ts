import { pairwiseSum } from "../special/pairwise-sum";

/** The probabilities that a column is remembered by: .005, .015, …, .995. */
const QUANTILES = 100;
/** Standard normal quantile of 1 − 1/20,000: what |Z| exceeds once in 10,000. */
const RARE = 3.891;

/** The normed distance of two samples, and what chance alone makes of it. */
interface NormedWasserstein {
  /** In standard deviations of the reference, at least 0; null where the reference has no spread to norm by. */
  readonly distance: number | null;
  /** What it exceeds less than once in 10,000 samples of one population. */
  readonly chance: number;
}

/**
 * The quantiles (i + ½) / 100, i = 0 … 99, of the known values of `values` (n, NaN = missing), linear between neighbours
 * (Hyndman & Fan 1996, type 7). All NaN where none is known.
 */
export function midQuantiles(values: Float64Array): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const quantiles = new Float64Array(QUANTILES).fill(NaN);
  if (sorted.length === 0) return quantiles;
  for (let i = 0; i < QUANTILES; i++) {
    const at = ((i + 0.5) / QUANTILES) * (sorted.length - 1);
    const below = Math.floor(at);
    const above = Math.min(below + 1, sorted.length - 1);
    quantiles[i] = sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
  }
  return quantiles;
}

/**
 * W₁ = ∫ |F⁻¹(u) − G⁻¹(u)| du (Vallender, Theory of Probability 18(4), 1974), by the midpoint rule over `midQuantiles` of
 * the reference and of the current sample (100 each), over the standard deviation of the reference's quantiles. A shift by
 * δ standard deviations gives δ. The half per cent at either end does not count: a single giant neither makes a drift
 * nor, by its weight in the standard deviation, hides one.
 *
 * `n` and `m` (≥ 1) are the known values of each. Under one population √(nm/(n + m)) W₁ tends to ∫ |B(F(x))| dx with B a
 * Brownian bridge (del Barrio, Giné & Matrán, Annals of Probability 27(2), 1999, th. 1.1); `chance` bounds it by
 * letting every |B(u)| reach 3.9 of its standard deviations √(u(1 − u)) at once, on the wider of the two samples.
 */
export function normedWasserstein(
  reference: Float64Array,
  current: Float64Array,
  n: number,
  m: number,
): NormedWasserstein {
  const deviation = quantileDeviation(reference);
  if (deviation === 0) return { distance: null, chance: NaN };
  const distance = pairwiseSum(reference.map((value, i) => Math.abs(value - current[i]!))) / QUANTILES;
  // Either sample may have missed a tail that the other has seen.
  const bridge = Math.max(bridgeDeviation(reference), bridgeDeviation(current));
  return {
    distance: distance / deviation,
    chance: (RARE * Math.sqrt(1 / n + 1 / m) * bridge) / deviation,
  };
}

/** The standard deviation of the hundred quantiles; 0 where it is no more than rounding. */
export function quantileDeviation(quantiles: Float64Array): number {
  const mean = pairwiseSum(quantiles) / QUANTILES;
  const deviation = Math.sqrt(pairwiseSum(quantiles.map((value) => (value - mean) ** 2)) / QUANTILES);
  return deviation > 1e-9 * Math.max(1, Math.abs(mean)) ? deviation : 0;
}

/** ∫ √(u(1 − u)) dF⁻¹(u) over the quantiles: the standard deviation of √n (Fₙ − F), summed up over the values. */
function bridgeDeviation(quantiles: Float64Array): number {
  let sum = 0;
  for (let i = 1; i < QUANTILES; i++) {
    const u = i / QUANTILES;
    sum += Math.sqrt(u * (1 - u)) * (quantiles[i]! - quantiles[i - 1]!);
  }
  return sum;
}
