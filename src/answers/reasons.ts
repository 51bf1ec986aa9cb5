import type { Matrix } from "../learning/matrix";
import type { ChurnModel } from "../models/churn/churn";
import { churnExplainer, type Reason, topReasons } from "../models/churn/reasons";

/** How many reasons an answer gives. */
const REASONS = 3;

/**
 * Finds the strongest influences on the probability of leaving for each row of features. Build it once per model: it
 * prepares the model for many questions.
 */
export function reasonFinder(explainer: ChurnModel): (x: Matrix, most?: number) => Reason[][] {
  const explain = churnExplainer(explainer);
  return (x, most = REASONS) => {
    const explanation = explain(x);
    return Array.from({ length: x.rows }, (_, row) => topReasons(explainer, x, explanation, row, most));
  };
}
