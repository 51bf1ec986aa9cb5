import type { ChurnModel } from "../../../models/churn";
import { churnExplainer, type Reason, topReasons } from "../../../models/reasons";

/** How many reasons an answer gives. */
const REASONS = 3;

/** Rows of features, `rows × columns`, row-major; NaN says that a value is not known. */
export type Rows = Parameters<ReturnType<typeof churnExplainer>>[0];

/** Finds what moved the probability of leaving most, for each row. Made once a model: the model is made ready for many questions. */
export function reasonFinder(explainer: ChurnModel): (x: Rows) => Reason[][] {
  const explain = churnExplainer(explainer);
  return (x) => {
    const explanation = explain(x);
    return Array.from({ length: x.rows }, (_, row) => topReasons(explainer, x, explanation, row, REASONS));
  };
}

/** NaN says in scores that a value could not be learned; on the wire that is null. */
export function knownOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
