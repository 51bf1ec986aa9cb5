import type { Matrix } from "../../learning/matrix";
import { applyDesign } from "../linear-predictor";
import type { ChurnModel } from "./churn";
import { inWords } from "./reason-phrases";

/**
 * Why the churn model says what it says: additive contributions to the calibrated log-odds. For every row,
 * `expected + Σ contributions = log-odds` (exact up to rounding): TreeSHAP for the trees, coefficient × distance from
 * the mean for the linear part, both through blend and calibration, which are linear in the log-odds.
 */
export interface Explanation {
  /** n × d; positive raises the probability of leaving. */
  readonly contributions: Float64Array;
  /** Log-odds of the average customer in the training data. */
  readonly expected: number;
}

/** From this many rows on, the trees' tables pay off fully. */
const MANY_ROWS = 1024;

/**
 * Explains rows of a matrix (n × d, the model's features), about `rows` of them in all calls: what can be computed
 * beforehand is computed once.
 */
export function churnExplainer(model: ChurnModel, rows = MANY_ROWS): (x: Matrix) => Explanation {
  const ofTrees = model.trees?.explainer(rows);
  return (x) => explain(model, x, ofTrees!);
}

function explain(model: ChurnModel, x: Matrix, ofTrees: (x: Matrix) => Explanation): Explanation {
  const { linear, treeWeight, calibration } = model;
  const columns = applyDesign(linear, x);
  const contributions = new Float64Array(x.data.length);
  const linearShare = calibration.slope * (1 - treeWeight);
  for (let i = 0; i < contributions.length; i++) {
    contributions[i] = linearShare * linear.coefficients[i % x.columns]! * columns.data[i]!;
  }
  let expected = linearShare * linear.intercept + calibration.intercept;
  if (model.trees && treeWeight > 0) {
    const trees = ofTrees(x);
    const treeShare = calibration.slope * treeWeight;
    for (let i = 0; i < contributions.length; i++) contributions[i]! += treeShare * trees.contributions[i]!;
    expected += treeShare * trees.expected;
  }
  return { contributions, expected };
}

/** One reason for one customer. */
export interface Reason {
  readonly feature: string;
  readonly value: number | null;
  /** On the log-odds; positive raises the probability of leaving. */
  readonly contribution: number;
  /** In words. */
  readonly text: string;
}

/** How the words of a reason begin that raises the risk. */
export const RAISES = "Raises the risk: ";
const LOWERS = "Lowers the risk: ";

/** The `count` features that moved row `row` most, largest first; none for a model that was not learned. */
export function topReasons(
  model: ChurnModel,
  x: Matrix,
  explanation: Explanation,
  row: number,
  count: number,
): Reason[] {
  const d = x.columns;
  const frequency = model.features.indexOf("frequency");
  const orders = frequency < 0 ? NaN : x.data[row * d + frequency]!;
  return strongest(explanation.contributions, row * d, d, count).map((j) => {
    const value = x.data[row * d + j]!;
    const contribution = explanation.contributions[row * d + j]!;
    const feature = model.features[j]!;
    return {
      feature,
      value: Number.isNaN(value) ? null : value,
      contribution,
      text: `${contribution > 0 ? RAISES : LOWERS}${inWords(feature, value, orders)}`,
    };
  });
}

/** A contribution this small is rounding. */
const NOTHING = 1e-9;

/** The `count` places of the `d` contributions from `first` on that are largest by size, earlier ones first in a tie. */
function strongest(contributions: Float64Array, first: number, d: number, count: number): number[] {
  const places: number[] = [];
  const size = (j: number) => Math.abs(contributions[first + j]!);
  for (let j = 0; j < d; j++) {
    if (!(size(j) > NOTHING) || (places.length === count && !(size(j) > size(places[count - 1]!)))) continue;
    if (places.length === count) places.pop();
    let at = places.length;
    while (at > 0 && size(j) > size(places[at - 1]!)) at--;
    places.splice(at, 0, j);
  }
  return places;
}
