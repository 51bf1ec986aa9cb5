import type { Matrix } from "../learning/matrix";
import { midranks } from "../learning/metrics";
import type { Random } from "../learning/random";
import { short } from "./evaluation-curves";
import { type Explanation, meanAbsoluteContribution } from "./reasons";

/** Features that are told of, and customers that are drawn for the picture. */
const MOST_FEATURES = 15;
const MOST_CUSTOMERS = 300;

/** What one feature does to the risk of a sample of customers. Wire format. */
export interface FeatureContributions {
  readonly feature: string;
  /** Mean |contribution| to the log-odds of leaving over all customers. */
  readonly mean_absolute: number;
  /** A customer each: where the value lies among all (0 lowest, 1 highest; null where it is missing), and what it adds to the log-odds. */
  readonly percentile: readonly (number | null)[];
  readonly contribution: readonly number[];
}

/** The features that move the probability of leaving most. Wire format. */
export interface ContributionSummary {
  readonly customers: number;
  readonly features: readonly FeatureContributions[];
}

/** Sums up why the model says what it says of the rows of `x` (n × d): the strongest features, a seeded draw of rows for each. */
export function summariseContributions(
  names: readonly string[],
  x: Matrix,
  explanation: Explanation,
  random: Random,
): ContributionSummary {
  const d = x.columns;
  const strength = meanAbsoluteContribution(explanation, d);
  const strongest = Array.from(strength.keys())
    .filter((j) => strength[j]! > 0)
    .sort((a, b) => strength[b]! - strength[a]! || a - b)
    .slice(0, MOST_FEATURES);
  const drawn = random.sample(x.rows, Math.min(MOST_CUSTOMERS, x.rows));
  return {
    customers: x.rows,
    features: strongest.map((j) => {
      const percentiles = percentilesOf(x, j);
      return {
        feature: names[j]!,
        mean_absolute: short(strength[j]!),
        percentile: Array.from(drawn, (i) =>
          Number.isNaN(percentiles[i]!) ? null : Math.round(100 * percentiles[i]!) / 100,
        ),
        contribution: Array.from(drawn, (i) => Math.round(1e4 * explanation.contributions[i * d + j]!) / 1e4),
      };
    }),
  };
}

/** Where each row's value of column `j` lies among the known ones, 0 to 1; ties share their middle, NaN stays NaN. */
function percentilesOf(x: Matrix, j: number): Float64Array {
  const out = new Float64Array(x.rows).fill(Number.NaN);
  const known: number[] = [];
  for (let i = 0; i < x.rows; i++) if (!Number.isNaN(x.data[i * x.columns + j]!)) known.push(i);
  if (known.length === 0) return out;
  const ranks = midranks(Float64Array.from(known, (i) => x.data[i * x.columns + j]!));
  known.forEach((i, k) => {
    out[i] = known.length === 1 ? 0.5 : (ranks[k]! - 1) / (known.length - 1);
  });
  return out;
}
