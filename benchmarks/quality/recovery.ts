import {
  type FitOptions,
  fitBgNbd,
  fitGammaGamma,
  fitParetoNbd,
  type SpendHistories,
} from "../../src/learning/btyd";
import { Random } from "../../src/learning/random";
import { type Observation, simulateBgNbd, simulateParetoNbd } from "./simulate";

/** How well a fit finds one parameter of a process that it knows the form of. */
export interface Recovered {
  readonly process: string;
  readonly parameter: string;
  readonly truth: number;
  /** Mean of the estimates over the seeds, over the truth. */
  readonly ratio: number;
  /** Standard deviation of one estimate over the seeds, over the truth. */
  readonly sd: number;
  /**
   * What the data allow: the standard error of one estimate by the information matrix at the truth, relative. Below
   * about .05 a bar of 10 % can be held by every fit; above, no unbiased estimator holds it (Cramér and Rao).
   */
  readonly leastError: number;
}

const SEEDS = 5;
const CUSTOMERS = 8000;
/** Of the logarithm of a parameter. */
const STEP = 0.02;

/** CDNOW's published estimates, and the generator's default. */
const CDNOW_PARETO = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
const CDNOW_BG = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const GENERATOR = { r: 0.9, alpha: 7, s: 0.6, beta: 40 };
const PLAIN_DROPOUT = { r: 3, alpha: 4, s: 1.6, beta: 14 };
const GENERATOR_VALUES = { p: 2, q: 2.6, v: 384 };

export function recoveries(): Recovered[] {
  const seen = (weeks: number, acquisitionWeeks: number): Observation => ({
    customers: CUSTOMERS,
    weeks,
    acquisitionWeeks,
  });
  const pareto = (name: string, truth: typeof CDNOW_PARETO, observation: Observation) =>
    recovered(name, truth, (random) => simulateParetoNbd(truth, observation, random).histories, fitParetoNbd);
  const bg = (name: string, observation: Observation) =>
    recovered(name, CDNOW_BG, (random) => simulateBgNbd(CDNOW_BG, observation, random).histories, fitBgNbd);
  return [
    ...pareto("Pareto/NBD, the generator's, 53 weeks, joining all year", GENERATOR, seen(53, 53)),
    ...pareto("Pareto/NBD, CDNOW's, 78 weeks", CDNOW_PARETO, seen(78, 12)),
    ...pareto("Pareto/NBD, frequent buyers, 53 weeks", PLAIN_DROPOUT, seen(53, 13)),
    ...bg("BG/NBD, CDNOW's, 78 weeks", seen(78, 12)),
    ...recovered("Gamma-Gamma, the generator's", GENERATOR_VALUES, simulateValues, fitGammaGamma),
  ];
}

/** Mean order values of customers with 1 to 10 repeat purchases. */
function simulateValues(random: Random): SpendHistories {
  const x = new Float64Array(CUSTOMERS);
  const meanSpend = new Float64Array(CUSTOMERS);
  const { p, q, v } = GENERATOR_VALUES;
  for (let i = 0; i < CUSTOMERS; i++) {
    x[i] = 1 + random.integer(10);
    meanSpend[i] = random.gamma(p * x[i]!, random.gamma(q, v)) / x[i]!;
  }
  return { x, meanSpend };
}

type Fitter<Data, Parameters> = (
  data: Data,
  options?: FitOptions<Parameters>,
) => { readonly model: Parameters; readonly logLikelihood: number };

function recovered<Data, Parameters extends Readonly<Record<keyof Parameters, number>>>(
  process: string,
  truth: Parameters,
  simulate: (random: Random) => Data,
  fit: Fitter<Data, Parameters>,
): Recovered[] {
  const names = Object.keys(truth) as (keyof Parameters & string)[];
  const samples = Array.from({ length: SEEDS }, (_, seed) => simulate(new Random(seed).fork(process)));
  const models = samples.map((data) => fit(data).model);
  const errors = leastErrors(samples[0]!, truth, names, fit);
  return names.map((parameter, k) => {
    const values = models.map((model) => model[parameter] / truth[parameter]);
    const ratio = values.reduce((sum, value) => sum + value, 0) / SEEDS;
    const squares = values.reduce((sum, value) => sum + (value - ratio) ** 2, 0);
    return {
      process,
      parameter,
      truth: truth[parameter],
      ratio,
      sd: Math.sqrt(squares / (SEEDS - 1)),
      leastError: errors[k]!,
    };
  });
}

/**
 * Standard errors of the logarithms of the parameters, about relative ones: roots of the diagonal of the inverse of
 * minus the log likelihood's second derivatives, by central differences at the truth.
 */
function leastErrors<Data, Parameters extends Readonly<Record<keyof Parameters, number>>>(
  data: Data,
  truth: Parameters,
  names: readonly (keyof Parameters & string)[],
  fit: Fitter<Data, Parameters>,
): number[] {
  const at = (k: number, a: number, l: number, b: number) => {
    const moved = names.map((name, j) => {
      const steps = (j === k ? a : 0) + (j === l ? b : 0);
      return [name, truth[name] * Math.exp(steps * STEP)] as const;
    });
    const initial = Object.fromEntries(moved) as unknown as Parameters;
    // No iterations: the log likelihood where the search would begin.
    return fit(data, { initial, maxIterations: 0 }).logLikelihood;
  };
  const information = names.flatMap((_, k) =>
    names.map(
      (__, l) => -(at(k, 1, l, 1) - at(k, 1, l, -1) - at(k, -1, l, 1) + at(k, -1, l, -1)) / (4 * STEP * STEP),
    ),
  );
  return diagonalOfInverse(information, names.length).map(Math.sqrt);
}

/** The diagonal of the inverse of a positive definite matrix (d × d, row-major), by Gauss-Jordan elimination. */
function diagonalOfInverse(matrix: readonly number[], d: number): number[] {
  const rest = Array.from(matrix);
  const inverse = Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? 1 : 0));
  for (let k = 0; k < d; k++) {
    const pivot = rest[k * d + k]!;
    for (let j = 0; j < d; j++) {
      rest[k * d + j]! /= pivot;
      inverse[k * d + j]! /= pivot;
    }
    for (let i = 0; i < d; i++) {
      if (i === k) continue;
      const factor = rest[i * d + k]!;
      for (let j = 0; j < d; j++) {
        rest[i * d + j]! -= factor * rest[k * d + j]!;
        inverse[i * d + j]! -= factor * inverse[k * d + j]!;
      }
    }
  }
  return Array.from({ length: d }, (_, k) => inverse[k * d + k]!);
}
