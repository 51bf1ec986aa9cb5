import { logRisingFactorials } from "../special/rising-factorial";
import { BgNbd, type BgNbdParameters } from "./bg-nbd";
import { type CompressedHistories, compressHistories } from "./compress";
import { type DropoutFit, dropoutFit, maximiseDropout } from "./dropout-fit";
import type { PurchaseHistories } from "./histories";
import type { Likelihood } from "./likelihood";
import type { FitOptions } from "./maximise";
import { maximiseNbd } from "./nbd-fit";
import type { TimeUnit } from "./time";

/**
 * Fits a BG/NBD by maximum likelihood, with the analytic gradient, over the logarithms of r, alpha, a and b.
 *
 * If dropout adds nothing to the likelihood, the status is "boundary" and `limit` is the NBD to use instead.
 * Deterministic. Throws a RangeError on impossible histories or options.
 */
export function fitBgNbd<U extends TimeUnit>(
  histories: PurchaseHistories<U>,
  options: FitOptions<BgNbdParameters> = {},
): DropoutFit<BgNbd<U>, U> {
  const data = compressHistories(histories);
  const nbd = maximiseNbd(data);
  const [r0, alpha0] = nbd.parameters as unknown as [number, number];
  const starts = [
    [0.7 * r0, 0.5 * alpha0, 0.7, 2],
    [r0, alpha0, 0.1, 3],
  ];
  const { initial } = options;
  const maximum = maximiseDropout(
    bgNbdLikelihood,
    data,
    starts,
    options,
    initial && [initial.r, initial.alpha / data.timeScale, initial.a, initial.b],
  );
  const [r, alpha, a, b] = maximum.parameters as unknown as [number, number, number, number];
  return dropoutFit({
    name: "BG/NBD",
    parameterNames: ["r", "alpha", "a", "b"],
    model: new BgNbd(histories.unit, { r, alpha: alpha * data.timeScale, a, b }),
    maximum,
    nbd,
    data,
    unit: histories.unit,
  });
}

/**
 * The log likelihood at θ = ln (r, alpha, a, b), times in units of the data's time scale.
 *
 * Fader, Hardie & Lee (2005), eq. 6, in logarithms: ln (r)ₓ + r ln α + ln (b)ₓ − ln (a + b)ₓ + ln(e^A + e^D), where
 * A = −(r + x) ln(α + T) is "still there" and D = ln a − ln(b + x − 1) − (r + x) ln(α + tx), for x > 0, "left at tx".
 */
function bgNbdLikelihood(data: CompressedHistories): Likelihood {
  const { distinctX, distinctTx, distinctT, rows, count, customers } = data;
  const risingR = new Float64Array(distinctX.length);
  const slopeR = new Float64Array(distinctX.length);
  const risingB = new Float64Array(distinctX.length);
  const slopeB = new Float64Array(distinctX.length);
  const risingAB = new Float64Array(distinctX.length);
  const slopeAB = new Float64Array(distinctX.length);
  const logLeft = new Float64Array(distinctX.length);
  const logTx = new Float64Array(distinctTx.length);
  const logT = new Float64Array(distinctT.length);
  const values = new Float64Array(rows);
  const byR = new Float64Array(rows);
  const byAlpha = new Float64Array(rows);
  const byA = new Float64Array(rows);
  const byB = new Float64Array(rows);

  const evaluate = (theta: Float64Array): void => {
    const r = Math.exp(theta[0]!);
    const alpha = Math.exp(theta[1]!);
    const a = Math.exp(theta[2]!);
    const b = Math.exp(theta[3]!);
    logRisingFactorials(r, distinctX, risingR, slopeR);
    logRisingFactorials(b, distinctX, risingB, slopeB);
    logRisingFactorials(a + b, distinctX, risingAB, slopeAB);
    // ln(1 + t/α): this already contains the formula's r ln α.
    for (let j = 0; j < logLeft.length; j++) logLeft[j] = theta[2]! - Math.log(b + distinctX[j]! - 1);
    for (let j = 0; j < logTx.length; j++) logTx[j] = Math.log1p(distinctTx[j]! / alpha);
    for (let j = 0; j < logT.length; j++) logT[j] = Math.log1p(distinctT[j]! / alpha);

    for (let i = 0; i < rows; i++) {
      const j = data.x[i]!;
      const x = distinctX[j]!;
      const weight = count[i]!;
      const alive = -(r + x) * logT[data.T[i]!]!;
      let log = alive;
      let gone = 0;
      if (x > 0) {
        const left = logLeft[j]! - (r + x) * logTx[data.tx[i]!]!;
        const ratio = Math.exp(-Math.abs(left - alive));
        log = Math.max(left, alive) + Math.log1p(ratio);
        gone = (left > alive ? 1 : ratio) / (1 + ratio);
        byA[i] = weight * (gone / a - slopeAB[j]!);
        byB[i] = weight * (slopeB[j]! - slopeAB[j]! - gone / (b + x - 1));
      }
      values[i] = weight * (risingR[j]! - x * theta[1]! + risingB[j]! - risingAB[j]! + log);
      byR[i] = weight * (slopeR[j]! - (1 - gone) * logT[data.T[i]!]! - gone * logTx[data.tx[i]!]!);
      const rate = (1 - gone) / (alpha + distinctT[data.T[i]!]!) + gone / (alpha + distinctTx[data.tx[i]!]!);
      byAlpha[i] = weight * (r / alpha - (r + x) * rate);
    }
  };
  return { count, customers, values, scores: [byR, byAlpha, byA, byB], evaluate };
}
