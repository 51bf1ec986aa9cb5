/** What is added to the rows of every bin, so that an empty one is not infinitely surprising (Jeffreys' prior). */
const PSEUDO_COUNT = 0.5;
/** Standard normal quantile of 1 − 1/10,000: with fifty columns, one false alarm in two hundred comparisons. */
const RARE = 3.719;

/** The population stability index of two samples, and what chance alone makes of it. */
interface PopulationStability {
  /** 0 where the shares are the same; at least 0. */
  readonly psi: number;
  /** Its mean where both samples come from one population, about (B − 1)(1/n + 1/m). */
  readonly expected: number;
  /** What it exceeds once in 10,000 samples then. */
  readonly chance: number;
}

/**
 * PSI = Σ (q − p) ln(q / p) over the bins, p and q their shares of the two samples (Siddiqi, "Credit Risk Scorecards",
 * 2006, ch. 8; Jeffreys' divergence). `reference` and `current`: rows a bin, B each, in the same order; bins that are empty
 * in both are left out, and each of the others is counted half a row more. Under one population PSI / (1/n + 1/m) is
 * chi-squared with B − 1 degrees of freedom (Yurdakul & Naranjo, Journal of Risk Model Validation 14(4), 2020, th. 1), its
 * quantile by Wilson & Hilferty (PNAS 17(12), 1931). Throws a RangeError on lengths that differ or an empty sample.
 */
export function populationStability(reference: Float64Array, current: Float64Array): PopulationStability {
  if (reference.length !== current.length) {
    throw new RangeError(`${reference.length} bins against ${current.length}`);
  }
  let bins = 0;
  let n = 0;
  let m = 0;
  for (let b = 0; b < reference.length; b++) {
    if (reference[b] === 0 && current[b] === 0) continue;
    bins++;
    n += reference[b]!;
    m += current[b]!;
  }
  if (n === 0 || m === 0) throw new RangeError("a sample without rows cannot be compared");
  let psi = 0;
  for (let b = 0; b < reference.length; b++) {
    if (reference[b] === 0 && current[b] === 0) continue;
    const p = (reference[b]! + PSEUDO_COUNT) / (n + PSEUDO_COUNT * bins);
    const q = (current[b]! + PSEUDO_COUNT) / (m + PSEUDO_COUNT * bins);
    psi += (q - p) * Math.log(q / p);
  }
  const variance = 1 / n + 1 / m;
  return { psi, expected: (bins - 1) * variance, chance: chiSquaredQuantile(bins - 1) * variance };
}

/** The quantile of 1 − 1/10,000 of chi-squared with `degrees` degrees of freedom, at most 8 % too large (at 1 degree); 0 without any. */
function chiSquaredQuantile(degrees: number): number {
  if (degrees === 0) return 0;
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + RARE * Math.sqrt(spread)) ** 3;
}
