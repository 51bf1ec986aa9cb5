import type { Matrix } from "../../../src/learning/matrix";
import { OnnxModel } from "../../../src/models/onnx/session";

/** What the runtime answers for each row by the file of these bytes. */
export async function scoreOf(bytes: Uint8Array, x: Matrix): Promise<Float64Array> {
  const model = await OnnxModel.load(bytes, x.columns);
  const scores = await model.score(x);
  await model.release();
  return scores;
}

/**
 * The largest deviation relative to the expected value, or to `least` where that is larger; Infinity where only one of
 * the two is NaN, or a row is lacking.
 */
export function worstDeviation(actual: Float64Array, expected: Float64Array, least = 0): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  expected.forEach((value, i) => {
    const other = actual[i]!;
    if (Number.isNaN(value) && Number.isNaN(other)) return;
    const deviation = value === other ? 0 : Math.abs(other - value) / Math.max(least, Math.abs(value));
    worst = Number.isNaN(deviation) ? Infinity : Math.max(worst, deviation);
  });
  return worst;
}
