/** How a column lies in bytes: each value is (`first` + its code) × `times` ÷ `per`. */
export interface NarrowColumn {
  /** Bytes of a code; 0 if all values are the first, 8 if the values are there themselves. */
  readonly width: 0 | 1 | 2 | 4 | 8;
  readonly first: number;
  readonly times: number;
  readonly per: number;
}

/** What values may be multiples of, if they are that to the bit. */
export interface Scale {
  readonly times: number;
  readonly per: number;
}

export const scales = {
  moments: [
    { times: 60_000, per: 1 },
    { times: 1000, per: 1 },
  ],
  wholes: [{ times: 1, per: 1 }],
  cents: [
    { times: 1, per: 100 },
    { times: 1, per: 10_000 },
  ],
} as const;

const idScale = { times: 1, per: 1 };

/** Writes columns as narrow as their values allow, and reads them. */
export class NarrowColumns {
  /** Codes before they are made narrow, and what they are of numbers before `first` is taken off. */
  readonly #codes: Uint32Array<ArrayBuffer>;
  readonly #multiples: Float64Array;

  /** `mostValues`: of a column. */
  constructor(mostValues: number) {
    this.#codes = new Uint32Array(mostValues);
    this.#multiples = new Float64Array(mostValues);
  }

  /** Writes ids to `out` from byte `at` on, a multiple of 8. */
  writeIds(values: Int32Array, out: ArrayBuffer, at: number): NarrowColumn {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const codes = this.#codes;
    for (let i = 0; i < values.length; i++) codes[i] = values[i]! - low;
    return this.#narrow(values.length, { first: low, high, ...idScale }, out, at);
  }

  /** The same with numbers. */
  writeNumbers(values: Float64Array, out: ArrayBuffer, at: number, allowed: readonly Scale[]): NarrowColumn {
    const codes = this.#codes;
    for (const { times, per } of allowed) {
      const multiples = this.#multiples;
      const [low, high] =
        per === 1 ? multiplesOf(values, times, multiples) : fractionsOf(values, per, multiples);
      if (!(high - low < 2 ** 32)) continue;
      for (let i = 0; i < values.length; i++) codes[i] = multiples[i]! - low;
      return this.#narrow(values.length, { first: low, high, times, per }, out, at);
    }
    new Float64Array(out, at, values.length).set(values);
    return { width: 8, first: 0, times: 1, per: 1 };
  }

  /** Reads ids to `to`, whose length is their number. */
  readIds(column: NarrowColumn, from: ArrayBuffer, at: number, to: Int32Array): void {
    const codes = this.#wide(column, from, at, to.length);
    const { first } = column;
    for (let i = 0; i < to.length; i++) to[i] = first + codes[i]!;
  }

  readNumbers(column: NarrowColumn, from: ArrayBuffer, at: number, to: Float64Array): void {
    const { width, first, times, per } = column;
    if (width === 8) {
      to.set(new Float64Array(from, at, to.length));
      return;
    }
    const codes = this.#wide(column, from, at, to.length);
    for (let i = 0; i < to.length; i++) to[i] = ((first + codes[i]!) * times) / per;
  }

  #narrow(
    count: number,
    { first, high, times, per }: Scale & { readonly first: number; readonly high: number },
    out: ArrayBuffer,
    at: number,
  ): NarrowColumn {
    const range = high - first;
    if (!(range > 0)) return { width: 0, first, times, per };
    const width = range < 2 ** 8 ? 1 : range < 2 ** 16 ? 2 : 4;
    codesIn(out, at, count, width).set(this.#codes.subarray(0, count));
    return { width, first, times, per };
  }

  #wide({ width }: NarrowColumn, from: ArrayBuffer, at: number, count: number): Uint32Array {
    const codes = this.#codes;
    if (width === 0) codes.fill(0, 0, count);
    else codes.set(codesIn(from, at, count, width as 1 | 2 | 4));
    return codes;
  }
}

/** Bytes of a column of so many values; the next begins there. */
export function bytesOfColumn({ width }: NarrowColumn, count: number): number {
  return (width * count + 7) & ~7;
}

/**
 * Writes the multiples of `times` that values are to `out`. Returns the least and the largest; NaN if a value is none to
 * the bit.
 */
function multiplesOf(values: Float64Array, times: number, out: Float64Array): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const share = 1 / times;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const multiple = Math.floor(value * share + 0.5);
    if (multiple * times !== value || (value === 0 && 1 / value < 0)) return [Number.NaN, Number.NaN];
    out[i] = multiple;
    if (multiple < low) low = multiple;
    if (multiple > high) high = multiple;
  }
  return [low, high];
}

/** The same for values that are so many hundredths or the like. */
function fractionsOf(values: Float64Array, per: number, out: Float64Array): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const multiple = Math.floor(value * per + 0.5);
    if (multiple / per !== value || (value === 0 && 1 / value < 0)) return [Number.NaN, Number.NaN];
    out[i] = multiple;
    if (multiple < low) low = multiple;
    if (multiple > high) high = multiple;
  }
  return [low, high];
}

function codesIn(
  buffer: ArrayBuffer,
  at: number,
  count: number,
  width: 1 | 2 | 4,
): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return new Uint8Array(buffer, at, count);
  return width === 2 ? new Uint16Array(buffer, at, count) : new Uint32Array(buffer, at, count);
}
