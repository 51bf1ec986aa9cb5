import type { Loss } from "./loss";

/**
 * Half the squared error, with the identity link: gradient m − y, hessian 1. Its deviance is the mean squared error.
 */
export const squaredLoss: Loss = {
  checkTargets() {},

  marginOf: (prediction) => prediction,

  link: (margins) => margins,

  derivatives(margins, y, weights, out) {
    for (let i = 0; i < y.length; i++) {
      const weight = weights[i]!;
      out[2 * i] = weight * (margins[i]! - y[i]!);
      out[2 * i + 1] = weight;
    }
  },

  deviance(margins, y, weights) {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < y.length; i++) {
      const error = margins[i]! - y[i]!;
      sum += weights[i]! * error * error;
      total += weights[i]!;
    }
    return sum / total;
  },
};
