import type { Loss } from "./loss";

/** No base score's mean is below this, so that targets that are all zero have a finite margin. */
const LEAST_MEAN = 1e-12;

/**
 * The Tweedie loss (compound Poisson-gamma: many zeros, a long right tail) of a target ≥ 0 and the mean μ = e^m, at the
 * variance power 1 < p < 2: −y μ^(1−p)/(1−p) + μ^(2−p)/(2−p), the negative log-likelihood up to what does not depend on
 * μ (Jørgensen 1987). Throws a RangeError for another power.
 */
export function tweedieLoss(power: number): Loss {
  if (!(power > 1 && power < 2))
    throw new RangeError(`tweedie must be more than 1 and less than 2, not ${power}`);
  const a = 1 - power;
  const b = 2 - power;
  return {
    checkTargets(y) {
      const odd = y.findIndex((value) => !(value >= 0));
      if (odd >= 0) throw new RangeError(`target ${odd} is ${y[odd]}; the Tweedie loss needs 0 or more`);
    },

    marginOf: (prediction) => Math.log(Math.max(prediction, LEAST_MEAN)),

    link(margins) {
      for (let i = 0; i < margins.length; i++) margins[i] = Math.exp(margins[i]!);
      return margins;
    },

    derivatives(margins, y, weights, out) {
      for (let i = 0; i < y.length; i++) {
        const toB = Math.exp(b * margins[i]!);
        const yToA = y[i]! === 0 ? 0 : y[i]! * Math.exp(a * margins[i]!);
        const weight = weights[i]!;
        out[2 * i] = weight * (toB - yToA);
        out[2 * i + 1] = weight * (b * toB - a * yToA);
      }
    },

    /** Unit deviance: 2 (y^(2−p)/((1−p)(2−p)) − y μ^(1−p)/(1−p) + μ^(2−p)/(2−p)); 0 if μ = y. */
    deviance(margins, y, weights) {
      let sum = 0;
      let total = 0;
      for (let i = 0; i < y.length; i++) {
        const target = y[i]!;
        const margin = margins[i]!;
        const fromTarget = target === 0 ? 0 : target ** b / (a * b) - (target * Math.exp(a * margin)) / a;
        sum += weights[i]! * 2 * (fromTarget + Math.exp(b * margin) / b);
        total += weights[i]!;
      }
      return sum / total;
    },
  };
}
