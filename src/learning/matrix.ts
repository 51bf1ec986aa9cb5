/** A dense matrix: `rows × columns`, row-major. `data[i * columns + j]` is row `i`, column `j`. NaN means missing. */
export interface Matrix {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** A zero matrix, or a view on `data` of that shape. Throws a RangeError where the length does not fit. */
export function matrix(rows: number, columns: number, data?: Float64Array): Matrix {
  if (data && data.length !== rows * columns) {
    throw new RangeError(`a ${rows} x ${columns} matrix needs ${rows * columns} values, not ${data.length}`);
  }
  return { data: data ?? new Float64Array(rows * columns), rows, columns };
}

/** The rows named by `index`, in that order, copied. */
export function takeRows(x: Matrix, index: ArrayLike<number>): Matrix {
  const { columns } = x;
  const out = matrix(index.length, columns);
  for (let i = 0; i < index.length; i++) {
    const from = index[i]! * columns;
    out.data.set(x.data.subarray(from, from + columns), i * columns);
  }
  return out;
}

/** The columns named by `index`, in that order, copied. */
export function takeColumns(x: Matrix, index: ArrayLike<number>): Matrix {
  const out = matrix(x.rows, index.length);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < index.length; j++) {
      out.data[i * index.length + j] = x.data[i * x.columns + index[j]!]!;
    }
  }
  return out;
}

/** The matrices on top of each other; all have the same number of columns. */
export function stackRows(parts: readonly Matrix[]): Matrix {
  const columns = parts[0]?.columns ?? 0;
  const out = matrix(
    parts.reduce((sum, part) => sum + part.rows, 0),
    columns,
  );
  let at = 0;
  for (const part of parts) {
    if (part.columns !== columns) throw new RangeError(`${part.columns} columns under ${columns}`);
    out.data.set(part.data, at);
    at += part.data.length;
  }
  return out;
}

/** The squared Euclidean distance of two rows of `d` values, which begin at `atA` in `a` and at `atB` in `b`. */
export function squaredDistance(
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  d: number,
): number {
  let sum = 0;
  for (let j = 0; j < d; j++) {
    const difference = a[atA + j]! - b[atB + j]!;
    sum += difference * difference;
  }
  return sum;
}
