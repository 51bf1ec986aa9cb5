import { COLUMN_BYTES } from "../kernels/tree-kernels";
import type { BinnedMatrix } from "./binned-matrix";
import { type Bounds, leafScore, leafWeight, type Penalties } from "./leaf-weight";

const COLUMN_NUMBERS = COLUMN_BYTES / 8;

/** A gain below this share of the scores it is the difference of is rounding. */
const NOISE = 1e-10;

/** Room for rounding where a bound on a gain is compared with a gain. */
const ROUNDING = 1e-9;

/** A node to split: the sums over its rows, and the range that monotone constraints leave to its weight. */
interface NodeSums extends Bounds {
  readonly gradient: number;
  readonly hessian: number;
}

/**
 * Finds the best split of a node from its histogram. `findBest` leaves its answer in the fields to avoid an object for
 * each node. Ties go to the lower column, then to the split that was tried first, as in XGBoost; gains are compared as
 * float32, so that sums that differ by rounding tie.
 */
export class SplitSearch {
  /** Column of the best split; −1 if none is worth it. */
  column = -1;
  /** Bins of that column up to this one go left. */
  lastLeft = -1;
  /** Whether missing values go left. False if the node has none: then nothing was learned about them. */
  missingLeft = false;
  /** Score of both children less the node's (twice eq. 7 of Chen & Guestrin 2016). */
  gain = 0;
  leftGradient = 0;
  leftHessian = 0;

  readonly #binned: BinnedMatrix;
  readonly #penalties: Penalties;
  readonly #monotone: Int8Array;

  /** `monotone`: −1, 0 or 1 a column. */
  constructor(binned: BinnedMatrix, penalties: Penalties, monotone: Int8Array) {
    this.#binned = binned;
    this.#penalties = penalties;
    this.#monotone = monotone;
  }

  /**
   * Looks at the given columns (ascending), or all of them: the sums of the first one's bins come first in `histogram`,
   * and each one's `COLUMN_BYTES` after those of the one before. Returns whether it found a split.
   */
  findBest(histogram: Float64Array, node: NodeSums, columns: Int32Array | undefined): boolean {
    this.column = -1;
    this.gain = 0;
    const { gradient, hessian } = node;
    const score = leafScore(
      gradient,
      hessian,
      leafWeight(gradient, hessian, this.#penalties, node),
      this.#penalties,
    );
    const count = columns ? columns.length : this.#binned.columns;
    for (let k = 0; k < count; k++) {
      this.#tryColumn(columns ? columns[k]! : k, k * COLUMN_NUMBERS, histogram, node, score);
    }
    const { gain } = this;
    return this.column >= 0 && gain >= this.#penalties.gamma && gain > NOISE * (gain + Math.abs(score));
  }

  /**
   * Tries missing to the right, from the lowest bin up, and then, if the node has missing values, missing to the left,
   * from the highest bin down. The last step up then splits "present" from "missing".
   */
  #tryColumn(column: number, first: number, histogram: Float64Array, node: NodeSums, score: number): void {
    const { offsets, missingId } = this.#binned;
    const missing = missingId[column]!;
    const end = (missing < 0 ? offsets[column + 1]! : missing) - offsets[column]!;
    if (end === 0) return; // Only missing values: no threshold can split them.
    const hasMissing = missing >= 0 && histogram[first + 2 * end + 1]! > NOISE * node.hessian;
    const free = this.#monotone[column] === 0 && node.lower === -Infinity && node.upper === Infinity;
    if (this.#penalties.alpha > 0 || !free) {
      this.#scanConstrained(column, first, 0, hasMissing ? end : end - 1, 1, histogram, node, score);
      if (hasMissing) this.#scanConstrained(column, first, end - 1, 0, -1, histogram, node, score);
    } else {
      this.#scan(column, first, 0, hasMissing ? end : end - 1, 1, histogram, node, score);
      if (hasMissing) this.#scan(column, first, end - 1, 0, -1, histogram, node, score);
    }
  }

  /**
   * Adds bins `from`, `from + step`, … before `to` to the near side; the far side is the rest of the node, missing too.
   */
  #scan(
    column: number,
    first: number,
    from: number,
    to: number,
    step: number,
    histogram: Float64Array,
    { gradient, hessian }: NodeSums,
    score: number,
  ): void {
    const { lambda, minChildWeight } = this.#penalties;
    const least = Math.max(minChildWeight, NOISE * hessian);
    let best = this.gain;
    let bestBin = -1;
    let bestGradient = 0;
    let bestHessian = 0;
    let nearGradient = 0;
    let nearHessian = 0;
    for (let bin = from; bin !== to; bin += step) {
      nearGradient += histogram[first + 2 * bin]!;
      nearHessian += histogram[first + 2 * bin + 1]!;
      if (nearHessian < least) continue;
      const farHessian = hessian - nearHessian;
      if (farHessian < least) break;
      const farGradient = gradient - nearGradient;
      // G²/a + F²/b > c without division: (G²b + F²a) > c·ab. Nearly every bin ends here.
      const near = nearHessian + lambda;
      const far = farHessian + lambda;
      const crossed = nearGradient * nearGradient * far + farGradient * farGradient * near;
      if (crossed <= (best + score) * near * far) continue;
      const gain = Math.fround(crossed / (near * far) - score);
      if (gain <= best) continue;
      best = gain;
      bestBin = bin;
      bestGradient = nearGradient;
      bestHessian = nearHessian;
    }
    if (bestBin >= 0) this.#keep(column, bestBin, step, best, bestGradient, bestHessian, gradient, hessian);
  }

  /**
   * The same with the L1 penalty and monotone constraints: children's weights stay in order and within the node's
   * bounds. Neither can raise a score, so a split that gains too little without them is passed over.
   */
  #scanConstrained(
    column: number,
    first: number,
    from: number,
    to: number,
    step: number,
    histogram: Float64Array,
    node: NodeSums,
    score: number,
  ): void {
    const { gradient, hessian } = node;
    const penalties = this.#penalties;
    const { lambda } = penalties;
    const direction = this.#monotone[column]! * step;
    const least = Math.max(penalties.minChildWeight, NOISE * hessian);
    let bar = (this.gain + score) * (1 - ROUNDING);
    let nearGradient = 0;
    let nearHessian = 0;
    for (let bin = from; bin !== to; bin += step) {
      const inBin = histogram[first + 2 * bin + 1]!;
      if (inBin === 0) continue;
      nearGradient += histogram[first + 2 * bin]!;
      nearHessian += inBin;
      if (nearHessian < least) continue;
      const farHessian = hessian - nearHessian;
      if (farHessian < least) break;
      const farGradient = gradient - nearGradient;
      const a = nearHessian + lambda;
      const b = farHessian + lambda;
      const crossed = nearGradient * nearGradient * b + farGradient * farGradient * a;
      if (crossed <= bar * (a * b)) continue;
      const near = leafWeight(nearGradient, nearHessian, penalties, node);
      const far = leafWeight(farGradient, farHessian, penalties, node);
      if ((far - near) * direction < 0) continue;
      const gain = Math.fround(
        leafScore(nearGradient, nearHessian, near, penalties) +
          leafScore(farGradient, farHessian, far, penalties) -
          score,
      );
      if (gain <= this.gain) continue;
      this.#keep(column, bin, step, gain, nearGradient, nearHessian, gradient, hessian);
      bar = (gain + score) * (1 - ROUNDING);
    }
  }

  #keep(
    column: number,
    bin: number,
    step: number,
    gain: number,
    nearGradient: number,
    nearHessian: number,
    gradient: number,
    hessian: number,
  ): void {
    this.column = column;
    this.gain = gain;
    this.missingLeft = step < 0;
    this.lastLeft = step > 0 ? bin : bin - 1;
    this.leftGradient = step > 0 ? nearGradient : gradient - nearGradient;
    this.leftHessian = step > 0 ? nearHessian : hessian - nearHessian;
  }
}
