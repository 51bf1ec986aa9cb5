import { logRisingFactorials } from "../special/rising-factorial";
import { type CompressedHistories, compressHistories } from "./compress";
import { type DropoutFit, dropoutFit, maximiseDropout } from "./dropout-fit";
import { type DropoutIntegralResult, dropoutIntegral } from "./dropout-integral";
import type { PurchaseHistories } from "./histories";
import { type Likelihood, sumsOf } from "./likelihood";
import type { FitOptions } from "./maximise";
import { maximiseNbd } from "./nbd-fit";
import { ParetoNbd, type ParetoNbdParameters } from "./pareto-nbd";
import type { TimeUnit } from "./time";

/**
 * Fits a Pareto/NBD by maximum likelihood, with the analytic gradient, over the logarithms of r, alpha, s and beta.
 *
 * If dropout adds nothing to the likelihood, the status is "boundary" and `limit` is the NBD to use instead.
 * Deterministic. Throws a RangeError on impossible histories or options.
 */
export function fitParetoNbd<U extends TimeUnit>(
  histories: PurchaseHistories<U>,
  options: FitOptions<ParetoNbdParameters> = {},
): DropoutFit<ParetoNbd<U>, U> {
  const data = compressHistories(histories);
  const nbd = maximiseNbd(data);
  const [r0, alpha0] = nbd.parameters as unknown as [number, number];
  const starts = [
    [1.3 * r0, 0.9 * alpha0, 0.6, 0.5],
    [r0, alpha0, 0.1, 1],
  ];
  const { initial } = options;
  const { timeScale } = data;
  const maximum = maximiseDropout(
    paretoNbdLikelihood,
    data,
    starts,
    options,
    initial && [initial.r, initial.alpha / timeScale, initial.s, initial.beta / timeScale],
  );
  const [r, alpha, s, beta] = maximum.parameters as unknown as [number, number, number, number];
  return dropoutFit({
    name: "Pareto/NBD",
    parameterNames: ["r", "alpha", "s", "beta"],
    model: new ParetoNbd(histories.unit, { r, alpha: alpha * timeScale, s, beta: beta * timeScale }),
    maximum,
    nbd,
    data,
    unit: histories.unit,
  });
}

/**
 * The log likelihood at θ = ln (r, alpha, s, beta), times in units of the data's time scale: ln (r)ₓ + r ln α + s ln β
 * + ln(e^A + e^D), where A = −(r + x) ln(α + T) − s ln(β + T) is "still there" and D = ln s + ln ∫_tx^T (α + τ)^−(r +
 * x) (β + τ)^−(s + 1) dτ is "left at some τ since tx".
 */
function paretoNbdLikelihood(data: CompressedHistories): Likelihood {
  const { distinctX, distinctTx, distinctT, rows, count, customers } = data;
  const rising = new Float64Array(distinctX.length);
  const slope = new Float64Array(distinctX.length);
  const logAlphaT = new Float64Array(distinctT.length);
  const logBetaT = new Float64Array(distinctT.length);
  const values = new Float64Array(rows);
  const byR = new Float64Array(rows);
  const byAlpha = new Float64Array(rows);
  const byS = new Float64Array(rows);
  const byBeta = new Float64Array(rows);
  const integral: DropoutIntegralResult = { log: 0, logAlpha: 0, logBeta: 0, perAlpha: 0, perBeta: 0 };

  const evaluate = (theta: Float64Array): void => {
    const [logAlpha, logS, logBeta] = [theta[1]!, theta[2]!, theta[3]!];
    const r = Math.exp(theta[0]!);
    const alpha = Math.exp(logAlpha);
    const s = Math.exp(logS);
    const beta = Math.exp(logBeta);
    logRisingFactorials(r, distinctX, rising, slope);
    for (let j = 0; j < distinctT.length; j++) {
      logAlphaT[j] = Math.log(alpha + distinctT[j]!);
      logBetaT[j] = Math.log(beta + distinctT[j]!);
    }
    for (let i = 0; i < rows; i++) {
      const j = data.x[i]!;
      const k = data.T[i]!;
      const weight = count[i]!;
      const T = distinctT[k]!;
      const p = r + distinctX[j]!;
      dropoutIntegral(p, s + 1, alpha, beta, distinctTx[data.tx[i]!]!, T, integral);
      const alive = -p * logAlphaT[k]! - s * logBetaT[k]!;
      const left = logS + integral.log;
      const ratio = Math.exp(-Math.abs(left - alive));
      const gone = (left > alive ? 1 : ratio) / (1 + ratio);
      const here = 1 - gone;
      values[i] =
        weight * (rising[j]! + r * logAlpha + s * logBeta + Math.max(left, alive) + Math.log1p(ratio));
      byR[i] = weight * (slope[j]! + logAlpha - here * logAlphaT[k]! - gone * integral.logAlpha);
      byAlpha[i] = weight * (r / alpha - p * (here / (alpha + T) + gone * integral.perAlpha));
      byS[i] = weight * (logBeta - here * logBetaT[k]! + gone * (1 / s - integral.logBeta));
      byBeta[i] = weight * (s / beta - (here * s) / (beta + T) - gone * (s + 1) * integral.perBeta);
    }
  };
  return { customers, evaluate, ...sumsOf(count, values, [byR, byAlpha, byS, byBeta]) };
}
