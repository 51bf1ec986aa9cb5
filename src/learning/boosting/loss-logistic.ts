import type { Loss } from "./loss";

/** No base score's probability is nearer to 0 or 1 than this, so that a single class has a finite margin. */
const EDGE = 1e-6;

/** XGBoost's floor under p(1 − p), so that a certain row still has a hessian. */
const LEAST_HESSIAN = 1e-16;

/**
 * The log loss of a target in [0, 1] and the probability p = 1/(1 + e^−m): gradient p − y, hessian p(1 − p).
 */
export const logisticLoss: Loss = {
  checkTargets(y) {
    const odd = y.findIndex((value) => !(value >= 0 && value <= 1));
    if (odd >= 0) throw new RangeError(`target ${odd} is ${y[odd]}; the logistic loss needs 0 to 1`);
  },

  marginOf(prediction) {
    const p = Math.min(1 - EDGE, Math.max(EDGE, prediction));
    return Math.log(p / (1 - p));
  },

  link(margins) {
    for (let i = 0; i < margins.length; i++) margins[i] = 1 / (1 + Math.exp(-margins[i]!));
    return margins;
  },

  derivatives(margins, y, weights, out) {
    for (let i = 0; i < y.length; i++) {
      const p = 1 / (1 + Math.exp(-margins[i]!));
      const weight = weights[i]!;
      out[2 * i] = weight * (p - y[i]!);
      out[2 * i + 1] = weight * Math.max(p * (1 - p), LEAST_HESSIAN);
    }
  },

  /** log(1 + e^m) − ym, in the form that neither overflows nor cancels. */
  deviance(margins, y, weights) {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < y.length; i++) {
      const margin = margins[i]!;
      const softplus = Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
      sum += weights[i]! * (softplus - y[i]! * margin);
      total += weights[i]!;
    }
    return sum / total;
  },
};
