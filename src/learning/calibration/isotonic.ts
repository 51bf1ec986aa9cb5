import { checkFitInput, checkPredictInput, type Estimator } from "../estimator";
import { weightsOrOnes } from "../generalised-linear";
import { asColumn, type ScoreColumn } from "./column";

/** The corners of a rising broken line; both have the same length. */
export interface IsotonicState {
  readonly scores: number[];
  readonly values: number[];
}

/**
 * Isotonic regression: the rising step function of least weighted squared error, by pooling adjacent violators (Ayer,
 * Brunk, Ewing, Reid & Silverman, Annals of Mathematical Statistics 26(4), 1955; as a calibration: Zadrozny & Elkan,
 * KDD 2002). Equal scores are pooled first. Between blocks it interpolates linearly, outside it is constant.
 */
export class IsotonicCalibration implements Estimator<IsotonicState> {
  readonly acceptsMissing = false;
  #scores = new Float64Array(0);
  #values = new Float64Array(0);

  /** Fits on scores (n) and `y` (n: 0/1 or any finite value); `weights` (n, ≥ 0, not all 0) default to 1. Throws RangeErrors. */
  fit(scores: ScoreColumn, y: Float64Array, weights?: Float64Array): this {
    const x = asColumn(scores);
    checkFitInput(x, y, weights, false);
    const blocks = pool(distinct(x.data, y, weightsOrOnes(weights, x.rows)));
    this.#set(corners(blocks));
    return this;
  }

  /** Fitted value, one a score: within the range of the targets of the fit. */
  predict(scores: ScoreColumn): Float64Array {
    this.#checkFitted();
    const x = asColumn(scores);
    checkPredictInput(x, 1, false);
    return x.data.map((score) => this.#valueAt(score));
  }

  toState(): IsotonicState {
    this.#checkFitted();
    return { scores: Array.from(this.#scores), values: Array.from(this.#values) };
  }

  /** The calibration that `toState` described. */
  static fromState(state: IsotonicState): IsotonicCalibration {
    const model = new IsotonicCalibration();
    model.#set(state);
    return model;
  }

  #valueAt(score: number): number {
    const corners = this.#scores;
    const last = corners.length - 1;
    if (score <= corners[0]!) return this.#values[0]!;
    if (score >= corners[last]!) return this.#values[last]!;
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (corners[middle]! <= score) low = middle;
      else high = middle;
    }
    const share = (score - corners[low]!) / (corners[high]! - corners[low]!);
    return this.#values[low]! + share * (this.#values[high]! - this.#values[low]!);
  }

  #set({ scores, values }: IsotonicState): void {
    this.#scores = Float64Array.from(scores);
    this.#values = Float64Array.from(values);
  }

  #checkFitted(): void {
    if (this.#scores.length === 0) throw new RangeError("the isotonic calibration has not been fitted yet");
  }
}

/** Neighbouring scores with their weighted mean target; all arrays have the same length, scores rise. */
interface Blocks {
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly mean: Float64Array;
  readonly weight: Float64Array;
  readonly count: number;
}

/** One block a distinct score; rows of weight 0 are left out. */
function distinct(scores: Float64Array, y: Float64Array, weights: Float64Array): Blocks {
  const order = Int32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]! || a - b);
  const first = new Float64Array(order.length);
  const mean = new Float64Array(order.length);
  const weight = new Float64Array(order.length);
  let count = 0;
  for (const row of order) {
    if (weights[row] === 0) continue;
    if (count === 0 || first[count - 1] !== scores[row]) first[count++] = scores[row]!;
    weight[count - 1]! += weights[row]!;
    mean[count - 1]! += weights[row]! * y[row]!;
  }
  for (let b = 0; b < count; b++) mean[b]! /= weight[b]!;
  return { first, last: first.slice(), mean, weight, count };
}

/** Pools neighbours whose means do not rise, in place, until all do. */
function pool({ first, last, mean, weight, count }: Blocks): Blocks {
  let top = -1;
  for (let b = 0; b < count; b++) {
    top++;
    first[top] = first[b]!;
    last[top] = last[b]!;
    mean[top] = mean[b]!;
    weight[top] = weight[b]!;
    while (top > 0 && mean[top - 1]! >= mean[top]!) {
      const total = weight[top - 1]! + weight[top]!;
      mean[top - 1] = (mean[top - 1]! * weight[top - 1]! + mean[top]! * weight[top]!) / total;
      weight[top - 1] = total;
      last[top - 1] = last[top]!;
      top--;
    }
  }
  return { first, last, mean, weight, count: top + 1 };
}

/** Both ends of every block. */
function corners({ first, last, mean, count }: Blocks): IsotonicState {
  const scores: number[] = [];
  const values: number[] = [];
  for (let b = 0; b < count; b++) {
    scores.push(first[b]!);
    values.push(mean[b]!);
    if (last[b] === first[b]) continue;
    scores.push(last[b]!);
    values.push(mean[b]!);
  }
  return { scores, values };
}
