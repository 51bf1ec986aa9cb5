import type { Matrix } from "../matrix";

/** The largest finite float32. As a threshold it sends every value that is not missing to the left. */
export const LARGEST_FLOAT = 3.4028234663852886e38;

/**
 * `x` rounded to float32 (n × d, row-major), as ONNX sees it; NaN stays NaN and −0 becomes 0. Trees only ever see these
 * numbers. Throws a RangeError that names the row and column of a value not below `LARGEST_FLOAT` in size.
 */
export function toFloat32({ data, columns }: Matrix): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = Math.fround(data[i]!) + 0;
    if (Math.abs(value) >= LARGEST_FLOAT) {
      throw new RangeError(`row ${Math.floor(i / columns)}, column ${i % columns} is ${data[i]}, too large`);
    }
    out[i] = value;
  }
  return out;
}
