import { columnMoments } from "./column-moments";
import { type Matrix, matrix } from "./matrix";

export interface StandardizerOptions {
  /** Columns that are taken as log(1 + value) first: all, none, or one flag a column. Default none. */
  readonly log1p?: boolean | readonly boolean[];
}

/** All arrays have one element a column. */
export interface StandardizerState {
  readonly log1p: boolean[];
  /** Means of the (transformed) known values; 0 for a column without any. */
  readonly means: number[];
  /** Their population standard deviations; 1 where that is 0. */
  readonly scales: number[];
  /** Columns without two different known values: they come out as 0 on the data of the fit and tell nothing. */
  readonly constant: number[];
}

/**
 * Columns to mean 0 and population standard deviation 1, with log(1 + value) before where asked. A missing value (NaN)
 * becomes the column's mean, which is 0 after standardising; a constant column is centred, left unscaled, and named in
 * `constant`.
 */
export class Standardizer {
  private constructor(private readonly state: StandardizerState) {}

  /** Learns from `x` (n × d, n ≥ 1; NaN = missing). Throws a RangeError on infinities and on log1p of −1 or less. */
  static fit(x: Matrix, { log1p = false }: StandardizerOptions = {}): Standardizer {
    if (x.rows === 0 || x.columns === 0) throw new RangeError("cannot standardise an empty matrix");
    const flags = typeof log1p === "boolean" ? new Array<boolean>(x.columns).fill(log1p) : [...log1p];
    if (flags.length !== x.columns) {
      throw new RangeError(`${x.columns} columns but ${flags.length} log1p flags`);
    }
    const { means, deviations } = columnMoments(transformed(x, flags));
    return new Standardizer({
      log1p: flags,
      means: Array.from(means),
      scales: Array.from(deviations, (deviation) => deviation || 1),
      constant: Array.from(deviations.keys()).filter((j) => deviations[j] === 0),
    });
  }

  /** The standardised columns of `x` (n × d, the width of the fit), without NaN. Throws a RangeError as `fit` does. */
  transform(x: Matrix): Matrix {
    const { log1p, means, scales } = this.state;
    this.#checkWidth(x);
    const out = transformed(x, log1p);
    for (let i = 0, j = 0; i < out.data.length; i++, j = j + 1 === x.columns ? 0 : j + 1) {
      const value = out.data[i]!;
      out.data[i] = Number.isNaN(value) ? 0 : (value - means[j]!) / scales[j]!;
    }
    return out;
  }

  /** Back to the units of the data: `inverse(transform(x))` is `x` but for rounding and missing values. */
  inverse(z: Matrix): Matrix {
    const { log1p, means, scales } = this.state;
    this.#checkWidth(z);
    const out = matrix(z.rows, z.columns);
    for (let i = 0, j = 0; i < out.data.length; i++, j = j + 1 === z.columns ? 0 : j + 1) {
      const value = z.data[i]! * scales[j]! + means[j]!;
      out.data[i] = log1p[j] ? Math.expm1(value) : value;
    }
    return out;
  }

  /** Columns without two different known values in the fit. */
  get constant(): readonly number[] {
    return this.state.constant;
  }

  toState(): StandardizerState {
    return this.state;
  }

  /** The standardizer that `toState` described. */
  static fromState(state: StandardizerState): Standardizer {
    return new Standardizer(state);
  }

  #checkWidth({ columns }: Matrix): void {
    const fitted = this.state.means.length;
    if (columns !== fitted) throw new RangeError(`fitted on ${fitted} columns, asked about ${columns}`);
  }
}

/** A copy with log(1 + value) where flagged. */
function transformed({ data, rows, columns }: Matrix, log1p: readonly boolean[]): Matrix {
  const out = matrix(rows, columns, data.slice());
  for (let i = 0, j = 0; i < data.length; i++, j = j + 1 === columns ? 0 : j + 1) {
    const value = data[i]!;
    if (Number.isNaN(value)) continue;
    if (Math.abs(value) === Infinity || (log1p[j] && value <= -1)) {
      const row = (i - j) / columns;
      throw new RangeError(
        `row ${row}, column ${j} is ${value}${log1p[j] ? ", which has no log(1 + x)" : ""}`,
      );
    }
    if (log1p[j]) out.data[i] = Math.log1p(value);
  }
  return out;
}
