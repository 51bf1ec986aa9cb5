import type { Matrix } from "./matrix";

/**
 * The interface of every supervised estimator in `src/learning`, so that one conformance suite covers them all (after
 * scikit-learn's `check_estimator`). Hyper-parameters are held as given and validated in `fit`; `fit` forgets all
 * earlier fits; the same input and seed give the same bits.
 */
export interface Estimator {
  /** Whether NaN in `x` means "missing" (true) or throws a `RangeError` (false). Infinity always throws. */
  readonly acceptsMissing: boolean;
  /** Fits on `x` (n × d) and `y` (n). `weights` (n, ≥ 0) default to 1. Throws RangeError on bad input or parameters. */
  fit(x: Matrix, y: Float64Array, weights?: Float64Array): this;
  /** A prediction a row of `x` (n × d, the width of the fit): a probability, or an expected value. */
  predict(x: Matrix): Float64Array;
}

/** Checks the input of a fit; throws a RangeError that names the row and column. */
export function checkFitInput(
  x: Matrix,
  y: Float64Array,
  weights: Float64Array | undefined,
  acceptsMissing: boolean,
): void {
  if (x.rows === 0 || x.columns === 0) throw new RangeError("cannot fit on an empty matrix");
  if (y.length !== x.rows) throw new RangeError(`${x.rows} rows but ${y.length} targets`);
  if (weights && weights.length !== x.rows)
    throw new RangeError(`${x.rows} rows but ${weights.length} weights`);
  checkFinite(x, acceptsMissing);
  for (let i = 0; i < y.length; i++) {
    if (!Number.isFinite(y[i]!)) throw new RangeError(`target ${i} is ${y[i]}`);
    const weight = weights?.[i];
    if (weight !== undefined && !(weight >= 0 && weight < Infinity)) {
      throw new RangeError(`weight ${i} is ${weight}, not a number of 0 or more`);
    }
  }
}

/** Checks the input of a prediction against the width of the fit. */
export function checkPredictInput(x: Matrix, columns: number, acceptsMissing: boolean): void {
  if (x.columns !== columns) throw new RangeError(`fitted on ${columns} columns, asked about ${x.columns}`);
  checkFinite(x, acceptsMissing);
}

function checkFinite({ data, columns }: Matrix, acceptsMissing: boolean): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (Number.isFinite(value) || (acceptsMissing && Number.isNaN(value))) continue;
    throw new RangeError(`row ${Math.floor(i / columns)}, column ${i % columns} is ${value}`);
  }
}
