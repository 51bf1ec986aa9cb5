import { type Minimum, minimise } from "../optimize/bfgs";
import { inverseInformation, type Likelihood, negativeMeanOf } from "./likelihood";

/** How to fit; `Parameters` are those of the model, in the unit of the histories. */
export interface FitOptions<Parameters> {
  /** Where to begin, such as an earlier fit. The built-in starts are tried only if this one does not end inside. */
  readonly initial?: Parameters;
  /** For each start. Default 200. */
  readonly maxIterations?: number;
}

/**
 * Where the likelihood has its maximum. `interior`: found, at finite parameters. `boundary`: only in a limit where some
 * parameter goes to 0 or infinity, so that the model degenerates to a simpler case; do not use it as it is.
 * `not_converged`: not found.
 */
type FitStatus = "interior" | "boundary" | "not_converged";

export interface Fit<Model> {
  readonly model: Model;
  readonly status: FitStatus;
  /** What the status means here, in a sentence or two. */
  readonly message: string;
  /** Log likelihood of the data at `model`. */
  readonly logLikelihood: number;
  /** Of the search that won. */
  readonly iterations: number;
  /** Evaluations of the likelihood, over all starts. */
  readonly evaluations: number;
}

/** The end of a maximisation over the logarithms of positive parameters. */
export interface Maximum {
  /** exp of the point: the scaled parameters. */
  readonly parameters: Float64Array;
  /** Mean log likelihood a customer. */
  readonly meanLogLikelihood: number;
  readonly status: FitStatus;
  /** Indexes of the parameters that went to 0 (`low`) or infinity (`high`). */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
}

/** A scaled parameter beyond e^±9 (about 8,000) is outside any range that data could tell from the limit. */
const BOUNDARY = 9;
const BOX = 20;
/**
 * First steps change no parameter by more than e^±1.5: far from the maximum, the information matrix promises too much.
 */
const LONGEST_MOVE = 1.5;
/** A gradient this small is as good as a maximum, even if rounding kept it above the tolerance. */
const GOOD_ENOUGH = 1e-6;

/**
 * Maximises the mean of a log likelihood over the logarithms θ of its parameters, from each of `starts` (scaled
 * parameters, > 0), with the information matrix at each start as the first guess of the Hessian.
 *
 * Where `initial` is given it is tried first, and the other starts only if it ends on a boundary or nowhere.
 * The best end counts. Throws a RangeError on an impossible start.
 */
export function maximise(
  likelihood: Likelihood,
  starts: readonly (readonly number[])[],
  options: FitOptions<unknown> = {},
  initial?: readonly number[],
): Maximum {
  const { maxIterations = 200 } = options;
  const negativeMean = negativeMeanOf(likelihood);
  const search = (start: readonly number[]): Minimum => {
    if (!start.every((value) => value > 0 && value < Infinity)) {
      throw new RangeError(`the start (${start.join(", ")}) is not of finite numbers above 0`);
    }
    const theta = Float64Array.from(start, Math.log);
    const inverseHessian = inverseInformation(likelihood, theta);
    return minimise(negativeMean, theta, {
      maxIterations,
      box: BOX,
      longestMove: LONGEST_MOVE,
      ...(inverseHessian && { inverseHessian }),
    });
  };

  let best: Minimum | null = initial ? search(initial) : null;
  let evaluations = best?.evaluations ?? 0;
  if (!best || statusOf(best) !== "interior") {
    for (const start of starts) {
      const found = search(start);
      evaluations += found.evaluations;
      if (!best || found.value < best.value) best = found;
    }
  }
  const { point, value, gradientNorm, iterations } = best!;
  return {
    parameters: point.map(Math.exp),
    meanLogLikelihood: -value,
    status: statusOf(best!),
    low: indexesWhere(point, (theta) => theta < -BOUNDARY),
    high: indexesWhere(point, (theta) => theta > BOUNDARY),
    gradientNorm,
    iterations,
    evaluations,
  };
}

function statusOf({ point, outcome, gradientNorm }: Minimum): FitStatus {
  if (point.some((theta) => Math.abs(theta) > BOUNDARY)) return "boundary";
  return outcome === "converged" || gradientNorm <= GOOD_ENOUGH ? "interior" : "not_converged";
}

function indexesWhere(point: Float64Array, test: (theta: number) => boolean): number[] {
  return Array.from(point.keys()).filter((i) => test(point[i]!));
}

/** The message of a fit: which parameters, by their `names`, went where, or how far from a maximum the search ended. */
export function describe(model: string, names: readonly string[], maximum: Maximum): string {
  const { status, low, high, gradientNorm, iterations } = maximum;
  if (status === "interior") return `${model}: the likelihood has its maximum inside.`;
  if (status === "not_converged") {
    return `${model}: no maximum found in ${iterations} iterations (gradient ${gradientNorm.toExponential(1)}).`;
  }
  const limits = [
    ...low.map((i) => `${names[i]} went to 0`),
    ...high.map((i) => `${names[i]} went to infinity`),
  ];
  return `${model}: the likelihood has no maximum inside, ${limits.join(", ")}; use a simpler model.`;
}
