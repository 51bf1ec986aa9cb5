import { checkFitInput, checkPredictInput, type Estimator } from "../estimator";
import type { Matrix } from "../matrix";
import { binsOf } from "./binned-matrix";
import { boost } from "./boost";
import { ensembleFromJson, ensembleToJson, type TreeEnsembleJson } from "./ensemble-json";
import { toFloat32 } from "./float-matrix";
import type { Loss } from "./loss";
import { lossOf } from "./loss-of";
import { type BoostingOptions, type BoostingParameters, checkParameters, withDefaults } from "./parameters";
import { ensembleMargins, type TreeEnsemble } from "./tree-ensemble";
import { type Explanation, ensembleExplainer, explainEnsemble } from "./tree-shap";

/** A fitted model as plain JSON. */
export interface BoostedTreesState {
  readonly parameters: BoostingParameters;
  readonly columns: number;
  readonly trees: TreeEnsembleJson;
}

/**
 * Gradient-boosted regression trees on histograms: XGBoost's `hist` (Chen & Guestrin, "XGBoost: A Scalable Tree
 * Boosting System", KDD 2016), with its parameters and their meanings. Features count as float32 numbers, so that an
 * ONNX TreeEnsemble makes the same decisions. NaN means missing; each split learns which side it goes to. What differs
 * from XGBoost: docs/decisions/0005-gradient-boosting.md.
 */
export class GradientBoostedTrees implements Estimator {
  readonly acceptsMissing = true;
  readonly parameters: BoostingParameters;
  #columns = 0;
  #trees: TreeEnsemble | undefined;

  /**
   * Holds the options as given; `fit` checks them. `threads`: with 2, the default, a second thread helps with fits on
   * many rows; the model is the same, bit by bit.
   */
  constructor(
    options: BoostingOptions,
    readonly threads: 1 | 2 = 2,
  ) {
    this.parameters = withDefaults(options);
  }

  /**
   * Fits on `x` (n × d; NaN = missing) and `y` (n; 0 to 1 for the logistic loss, ≥ 0 for Tweedie). `weights` (n, ≥ 0,
   * not all 0) default to 1; `offset` (n) is added to the margins while fitting and is not part of the model. Throws
   * RangeErrors that name what is out of range. Do not write to `x` afterwards: without weights its bins are kept for
   * the next fit on it.
   */
  fit(x: Matrix, y: Float64Array, weights?: Float64Array, offset?: Float64Array): this {
    checkParameters(this.parameters, x.columns);
    const loss = lossOf(this.parameters.loss);
    checkData(x, y, weights, loss);
    if (offset) checkOffset(offset, y.length);
    const binned = binsOf(x, weights, this.parameters.maxBins);
    this.#trees = boost(
      { binned, y, weights: weights ?? ones(y), offset },
      this.parameters,
      loss,
      this.threads,
    );
    this.#columns = x.columns;
    return this;
  }

  /** A prediction a row of `x` (n × d): the probability of 1, or the mean. */
  predict(x: Matrix): Float64Array {
    return lossOf(this.parameters.loss).link(this.margin(x));
  }

  /** The margin a row of `x` (n × d): base score plus leaf values, before the link (log-odds, mean or log mean). */
  margin(x: Matrix): Float64Array {
    const { trees } = this;
    checkPredictInput(x, this.#columns, this.acceptsMissing);
    return ensembleMargins(trees, toFloat32(x), this.#columns);
  }

  /** SHAP values of the margin of each row of `x` (n × d): they add up to `margin − expected`. */
  explain(x: Matrix): Explanation {
    const { trees } = this;
    checkPredictInput(x, this.#columns, this.acceptsMissing);
    return explainEnsemble(trees, toFloat32(x), this.#columns);
  }

  /** `explain` for many calls with few rows each: the trees are prepared once, for about `rows` rows in all. */
  explainer(rows: number): (x: Matrix) => Explanation {
    const explain = ensembleExplainer(this.trees, this.#columns, rows);
    return (x) => {
      checkPredictInput(x, this.#columns, this.acceptsMissing);
      return explain(toFloat32(x));
    };
  }

  /** The trees, for export. Do not write to them. */
  get trees(): TreeEnsemble {
    if (!this.#trees) throw new RangeError("the trees have not been fitted yet");
    return this.#trees;
  }

  /** Width of the matrix it was fitted on. */
  get columns(): number {
    return this.#columns;
  }

  /** Number of trees. */
  get rounds(): number {
    return this.trees.treeStart.length - 1;
  }

  toState(): BoostedTreesState {
    return { parameters: this.parameters, columns: this.#columns, trees: ensembleToJson(this.trees) };
  }

  /** The model that `toState` described. */
  static fromState(state: BoostedTreesState): GradientBoostedTrees {
    const model = new GradientBoostedTrees(state.parameters);
    model.#columns = state.columns;
    model.#trees = ensembleFromJson(state.trees);
    return model;
  }
}

function checkData(x: Matrix, y: Float64Array, weights: Float64Array | undefined, loss: Loss): void {
  checkFitInput(x, y, weights, true);
  loss.checkTargets(y);
  if (weights && !weights.some((weight) => weight > 0)) throw new RangeError("all weights are 0");
}

function checkOffset(offset: Float64Array, rows: number): void {
  if (offset.length !== rows) throw new RangeError(`${offset.length} offsets for ${rows} rows`);
  const bad = offset.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`offset ${bad} is ${offset[bad]}`);
}

function ones(y: Float64Array): Float64Array {
  return new Float64Array(y.length).fill(1);
}
