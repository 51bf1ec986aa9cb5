import { fitGeneralisedLinear } from "../../learning/generalised-linear";
import { logOddsOf, probabilityOf } from "../../learning/log-odds";
import { logLossFrom } from "../../learning/logistic";
import { type Matrix, matrix } from "../../learning/matrix";
import type { JudgedRows } from "../churn/train-churn";
import type { AttributeRows, Coding } from "./coding";

const L2 = 10;
const LIMITS = { maxIterations: 50, tolerance: 1e-6 };
const LEAST_PROBABILITY = 1e-6;
const MOST_HALVINGS = 60;

/** What attributes change about probabilities of leaving: who leaves, never how many. */
export type Adjustment = (probability: Float64Array, rows: AttributeRows) => Float64Array;

/** Log-odds of leaving beyond what the orders say, by attributes, learned from rows that the model had not seen. */
export function learnAdjustment(codings: readonly Coding[], rows: JudgedRows): Adjustment | null {
  const x = designOf(codings, rows);
  const loss = logLossFrom(logOdds(rows.probability));
  const weights = new Float64Array(x.rows).fill(1);
  const fit = fitGeneralisedLinear(x, rows.churned, weights, loss, L2, { intercept: 0 }, LIMITS);
  // A fit that did not end says nothing.
  if (fit.problem !== null) return null;
  return (probability, others) => {
    const { data, columns } = designOf(codings, others);
    const moved = logOdds(probability).map((value, i) => {
      let sum = value;
      for (let j = 0; j < columns; j++) sum += fit.coefficients[j]! * data[i * columns + j]!;
      return sum;
    });
    return atMeanOf(moved, probability);
  };
}

function designOf(codings: readonly Coding[], { customer, cutoff }: AttributeRows): Matrix {
  const x = matrix(
    customer.length,
    codings.reduce((sum, { width }) => sum + width, 0),
  );
  for (let i = 0, at = 0; i < customer.length; i++)
    for (const coding of codings) {
      coding.write(x.data, at, customer[i]!, cutoff[i]!);
      at += coding.width;
    }
  return x;
}

function logOdds(probability: Float64Array): Float64Array {
  return probability.map((p) => logOddsOf(Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, p))));
}

/** The probabilities of log-odds, moved together until as many leave as `probability` says. */
function atMeanOf(moved: Float64Array, probability: Float64Array): Float64Array {
  const target = probability.reduce((sum, p) => sum + p, 0);
  let [low, high] = [-30, 30];
  for (let i = 0; i < MOST_HALVINGS; i++) {
    const shift = (low + high) / 2;
    if (moved.reduce((sum, value) => sum + probabilityOf(value + shift), 0) > target) high = shift;
    else low = shift;
  }
  return moved.map((value) => probabilityOf(value + (low + high) / 2));
}
