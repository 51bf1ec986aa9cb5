import { digamma, lgamma } from "../special/gamma";
import { pairwiseSum } from "../special/pairwise-sum";
import { checkSpend, GammaGamma, type GammaGammaParameters, type SpendHistories } from "./gamma-gamma";
import { type Likelihood, sumsOf } from "./likelihood";
import { describe, type Fit, type FitOptions, maximise } from "./maximise";

/** The customers with a purchase to learn from: x > 0; spend divided by its mean. */
interface Spenders {
  readonly customers: number;
  readonly x: Float64Array;
  readonly logX: Float64Array;
  readonly mean: Float64Array;
  readonly logMean: Float64Array;
  /** A row's place in `distinctX`. */
  readonly place: Int32Array;
  readonly distinctX: Float64Array;
  readonly spendScale: number;
}

/**
 * Fits a Gamma-Gamma model by maximum likelihood, with the analytic gradient, over the logarithms of p, q and v, on the
 * customers with x > 0.
 *
 * The status is also "boundary" if q ≤ 1: then a maximum exists, but the population's mean spend is infinite.
 * Deterministic. Throws a RangeError on impossible histories or options, or if no one has x > 0.
 */
export function fitGammaGamma(
  histories: SpendHistories,
  options: FitOptions<GammaGammaParameters> = {},
): Fit<GammaGamma> {
  const data = spendersOf(histories);
  const starts = [
    [3, 3, 1],
    [1, 2, 1],
  ];
  const { initial } = options;
  const maximum = maximise(
    gammaGammaLikelihood(data),
    starts,
    options,
    initial && [initial.p, initial.q, initial.v / data.spendScale],
  );
  const [p, q, v] = maximum.parameters as unknown as [number, number, number];
  const endless = maximum.status === "interior" && q <= 1;
  return {
    model: new GammaGamma({ p, q, v: v * data.spendScale }),
    status: endless ? "boundary" : maximum.status,
    message: endless
      ? `Gamma-Gamma: q = ${q.toPrecision(4)} is not above 1, so the mean spend of the population is infinite; use customers' own means.`
      : describe("Gamma-Gamma", ["p", "q", "v"], maximum),
    logLikelihood: data.customers * (maximum.meanLogLikelihood - Math.log(data.spendScale)),
    iterations: maximum.iterations,
    evaluations: maximum.evaluations,
  };
}

/**
 * The log likelihood at θ = ln (p, q, v), spend in units of the data's scale. Fader &
 * Hardie (2013), eq. 1a: ln Γ(px + q) − ln Γ(px) − ln Γ(q) + q ln v + (px − 1) ln m + px ln x − (px + q) ln(xm + v).
 */
function gammaGammaLikelihood(data: Spenders): Likelihood {
  const { customers, x, logX, mean, logMean, place, distinctX } = data;
  const logRatio = new Float64Array(distinctX.length);
  const slopeBoth = new Float64Array(distinctX.length);
  const slopeOwn = new Float64Array(distinctX.length);
  const values = new Float64Array(customers);
  const byP = new Float64Array(customers);
  const byQ = new Float64Array(customers);
  const byV = new Float64Array(customers);

  const evaluate = (theta: Float64Array): void => {
    const logV = theta[2]!;
    const p = Math.exp(theta[0]!);
    const q = Math.exp(theta[1]!);
    const v = Math.exp(logV);
    const logGammaQ = lgamma(q);
    const slopeQ = digamma(q);
    for (let j = 0; j < distinctX.length; j++) {
      const px = p * distinctX[j]!;
      logRatio[j] = lgamma(px + q) - lgamma(px) - logGammaQ;
      slopeBoth[j] = digamma(px + q);
      slopeOwn[j] = slopeBoth[j]! - digamma(px);
    }
    for (let i = 0; i < customers; i++) {
      const j = place[i]!;
      const px = p * x[i]!;
      const total = x[i]! * mean[i]! + v;
      const logTotal = Math.log(total);
      const logShare = logX[i]! + logMean[i]! - logTotal;
      values[i] = logRatio[j]! + q * (logV - logTotal) + px * logShare - logMean[i]!;
      byP[i] = x[i]! * (slopeOwn[j]! + logShare);
      byQ[i] = slopeBoth[j]! - slopeQ + logV - logTotal;
      byV[i] = q / v - (px + q) / total;
    }
  };
  const count = new Float64Array(customers).fill(1);
  return { customers, evaluate, ...sumsOf(count, values, [byP, byQ, byV]) };
}

function spendersOf(histories: SpendHistories): Spenders {
  checkSpend(histories);
  const kept = Int32Array.from(histories.x.keys()).filter((i) => histories.x[i]! > 0);
  if (kept.length === 0) throw new RangeError("cannot fit spend: no customer has x > 0");
  const pick = (of: Float64Array) => Float64Array.from(kept, (i) => of[i]!);
  const x = pick(histories.x);
  const spend = pick(histories.meanSpend);
  const spendScale = pairwiseSum(spend) / kept.length;
  const distinctX = Float64Array.from(new Set(x)).sort();
  const placeOf = new Map(Array.from(distinctX, (value, i) => [value, i]));
  const mean = spend.map((value) => value / spendScale);
  return {
    customers: kept.length,
    x,
    logX: x.map(Math.log),
    mean,
    logMean: mean.map(Math.log),
    place: Int32Array.from(x, (value) => placeOf.get(value)!),
    distinctX,
    spendScale,
  };
}
