import { coarsen } from "./coarsen";
import type { CompressedHistories } from "./compress";
import type { Likelihood } from "./likelihood";
import { describe, type Fit, type FitOptions, type Maximum, maximise } from "./maximise";
import { Nbd } from "./nbd";
import { logLikelihoodOf } from "./nbd-fit";
import type { TimeUnit } from "./time";

/** A fit of a model in which customers can leave. */
export interface DropoutFit<Model, U extends TimeUnit> extends Fit<Model> {
  /** The fitted model without dropout, if the fit collapsed to it; else null. */
  readonly limit: Nbd<U> | null;
}

/**
 * Maximises the likelihood of a model with dropout. Where many rows are alike, the search begins at the maximum of
 * the merged ones, if that lies inside: then a few steps over all rows are left. `starts`, `options`, `initial`: see
 * `maximise`.
 */
export function maximiseDropout(
  likelihoodOf: (data: CompressedHistories) => Likelihood,
  data: CompressedHistories,
  starts: readonly (readonly number[])[],
  options: FitOptions<unknown>,
  initial: readonly number[] | undefined,
): Maximum {
  const merged = initial ? null : coarsen(data);
  const near = merged && maximise(likelihoodOf(merged), starts, options);
  const first = near?.status === "interior" ? Array.from(near.parameters) : initial;
  return maximise(likelihoodOf(data), starts, options, first);
}

/** A smaller gain in log likelihood, over all customers together, is no evidence that anyone leaves. */
const NO_GAIN = 0.01;

/**
 * Judges the maximum of a model with dropout against the NBD on the same data: if dropout gains nothing, the fit is on
 * the boundary whatever the numbers say, because P(alive) would be 1 for everyone.
 */
export function dropoutFit<Model, U extends TimeUnit>(found: {
  name: string;
  parameterNames: readonly string[];
  model: Model;
  maximum: Maximum;
  nbd: Maximum;
  data: CompressedHistories;
  unit: U;
}): DropoutFit<Model, U> {
  const { name, parameterNames, model, maximum, nbd, data, unit } = found;
  const logLikelihood = logLikelihoodOf(maximum, data);
  const counts = { iterations: maximum.iterations, evaluations: maximum.evaluations };
  if (logLikelihood - logLikelihoodOf(nbd, data) > NO_GAIN) {
    const message = describe(name, parameterNames, maximum);
    return { model, status: maximum.status, message, logLikelihood, ...counts, limit: null };
  }
  const [r, alpha] = nbd.parameters as unknown as [number, number];
  const limit = new Nbd(unit, { r, alpha: alpha * data.timeScale });
  const message =
    `${name}: the data show no dropout, so the fit sits on its boundary, where nobody ever leaves: it is the NBD with ` +
    `r = ${limit.r.toPrecision(4)}, alpha = ${limit.alpha.toPrecision(4)} ${unit}. Its P(alive) says nothing, so this fit is not used.`;
  return { model, status: "boundary", message, logLikelihood, ...counts, limit };
}
