import type { Matrix } from "../matrix";

/** The largest finite float32. As a threshold it sends every value that is not missing to the left. */
export const LARGEST_FLOAT = 3.4028234663852886e38;

/**
 * `x` rounded to float32 (n × d, row-major), as ONNX sees it; NaN stays NaN and −0 becomes 0. Trees only ever see these
 * numbers. Throws a RangeError that names the row and column of a value not below `LARGEST_FLOAT` in size.
 */
export function toFloat32(x: Matrix): Float32Array {
  const out = new Float32Array(x.data.length);
  for (let i = 0; i < out.length; i++) out[i] = floatAt(x, i);
  return out;
}

/** Column `j` of the same matrix, written to `out` (n). */
export function floatColumn(x: Matrix, j: number, out: Float32Array): void {
  for (let i = 0, at = j; i < x.rows; i++, at += x.columns) out[i] = floatAt(x, at);
}

function floatAt({ data, columns }: Matrix, at: number): number {
  const value = Math.fround(data[at]!) + 0;
  if (Math.abs(value) < LARGEST_FLOAT || Number.isNaN(value)) return value;
  throw new RangeError(`row ${Math.floor(at / columns)}, column ${at % columns} is ${data[at]}, too large`);
}
