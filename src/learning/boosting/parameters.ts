/** Which loss is minimised: log loss, squared error, or the Tweedie deviance of the variance power 1 < p < 2. */
export type LossName = "logistic" | "squared" | { readonly tweedie: number };

/** The options of gradient-boosted trees. Names (in camelCase) and meanings are XGBoost's. */
export interface BoostingOptions {
  readonly loss: LossName;
  /** Most trees to grow, 1 to 10,000. Default 200. */
  readonly rounds?: number;
  /** Decisions on the longest path of a tree, 1 to 10. Default 4. */
  readonly maxDepth?: number;
  /** Factor on the value of every leaf, in (0, 1]. Default 0.1. */
  readonly learningRate?: number;
  /** Share of the rows that a tree sees, in (0, 1]; each row is drawn or not by itself. Default 1. */
  readonly subsample?: number;
  /** Share of the columns that a tree sees, in (0, 1]; at least one. Default 1. */
  readonly colsampleByTree?: number;
  /** L2 penalty on leaf weights, ≥ 0. Default 1. */
  readonly lambda?: number;
  /** L1 penalty on leaf weights, ≥ 0. Default 0. */
  readonly alpha?: number;
  /** A split must gain at least this much, ≥ 0; on XGBoost's scale, which is twice eq. 7 of the paper. Default 0. */
  readonly gamma?: number;
  /** Least sum of weighted hessians on either side of a split, ≥ 0. Default 1. */
  readonly minChildWeight?: number;
  /** Most bins a column is cut into, 2 to 255. A column with no more distinct values keeps them all. Default 255. */
  readonly maxBins?: number;
  /** The prediction before the first tree (a probability, or a mean). Default: the best constant, the weighted mean. */
  readonly baseScore?: number;
  /** One of -1 (falls), 0 (free), 1 (rises) a column: how the prediction may move with it. Default: all free. */
  readonly monotone?: readonly number[];
  /** Seed of the row and column sampling, an integer of 0 or more. Default 0. */
  readonly seed?: number;
}

/** The options with every default filled in; plain JSON. */
export type BoostingParameters = Required<Omit<BoostingOptions, "baseScore" | "monotone">> &
  Pick<BoostingOptions, "baseScore" | "monotone">;

/** Fills in the defaults, unchecked; `checkParameters` does that when a fit begins. */
export function withDefaults(options: BoostingOptions): BoostingParameters {
  return {
    rounds: 200,
    maxDepth: 4,
    learningRate: 0.1,
    subsample: 1,
    colsampleByTree: 1,
    lambda: 1,
    alpha: 0,
    gamma: 0,
    minChildWeight: 1,
    maxBins: 255,
    seed: 0,
    ...options,
  };
}

/**
 * Throws a RangeError that names the parameter, its range and its value if one is out of range for `columns` columns.
 */
export function checkParameters(parameters: BoostingParameters, columns: number): void {
  checkInteger("rounds", parameters.rounds, 1, 10_000);
  checkInteger("maxDepth", parameters.maxDepth, 1, 10);
  checkInteger("maxBins", parameters.maxBins, 2, 255);
  checkInteger("seed", parameters.seed, 0, Number.MAX_SAFE_INTEGER);
  checkShare("learningRate", parameters.learningRate);
  checkShare("subsample", parameters.subsample);
  checkShare("colsampleByTree", parameters.colsampleByTree);
  checkPenalty("lambda", parameters.lambda);
  checkPenalty("alpha", parameters.alpha);
  checkPenalty("gamma", parameters.gamma);
  checkPenalty("minChildWeight", parameters.minChildWeight);
  checkMonotone(parameters.monotone, columns);
  const { baseScore } = parameters;
  if (baseScore !== undefined && !Number.isFinite(baseScore)) {
    throw new RangeError(`baseScore must be a finite number, not ${baseScore}`);
  }
}

function checkInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${name} must be an integer from ${least} to ${most}, not ${value}`);
}

function checkShare(name: string, value: number): void {
  if (value > 0 && value <= 1) return;
  throw new RangeError(`${name} must be more than 0 and at most 1, not ${value}`);
}

function checkPenalty(name: string, value: number): void {
  if (value >= 0 && value < Infinity) return;
  throw new RangeError(`${name} must be a number of 0 or more, not ${value}`);
}

function checkMonotone(monotone: readonly number[] | undefined, columns: number): void {
  if (!monotone) return;
  if (monotone.length !== columns) {
    throw new RangeError(`monotone must have one entry a column (${columns}), not ${monotone.length}`);
  }
  const odd = monotone.findIndex((sign) => sign !== -1 && sign !== 0 && sign !== 1);
  if (odd >= 0) throw new RangeError(`monotone must hold -1, 0 or 1, not ${monotone[odd]} (column ${odd})`);
}
