import type { Matrix } from "../matrix";

/** The largest finite float32. As a threshold it sends every value that is there to the left: nothing else reaches it. */
export const LARGEST_FLOAT = 3.4028234663852886e38;

/**
 * `x` rounded to float32 (n × d, row-major), as ONNX sees it; NaN stays NaN and −0 becomes 0. Trees are grown on and asked
 * about these numbers only. Throws a RangeError that names the row and column where a value is not below `LARGEST_FLOAT` in
 * size.
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
