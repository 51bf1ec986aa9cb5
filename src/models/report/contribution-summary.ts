import type { Matrix } from "../../learning/matrix";
import type { Random } from "../../learning/random";
import { type Explanation, meanAbsoluteContribution } from "../churn/reasons";
import { short } from "../judging/evaluation-curves";

/** Number of features in the summary, and of customers drawn for the chart. */
const MOST_FEATURES = 15;
const MOST_CUSTOMERS = 300;

/** How one feature affects the risk of a sample of customers. Wire format. */
export interface FeatureContributions {
  readonly feature: string;
  /** Mean |contribution| to the log-odds of leaving over all customers. */
  readonly mean_absolute: number;
  /**
   * One entry a customer: the value's rank among all (0 lowest, 1 highest; null if missing), and its effect on the
   * log-odds.
   */
  readonly percentile: readonly (number | null)[];
  readonly contribution: readonly number[];
}

/** The features that move the probability of leaving most. Wire format. */
export interface ContributionSummary {
  readonly customers: number;
  readonly features: readonly FeatureContributions[];
}

/**
 * Sums up why the model scores the rows of `x` (n × d) as it does: the strongest features, and a seeded draw of rows
 * for each.
 */
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
      const percentile = percentileIn(x, j);
      return {
        feature: names[j]!,
        mean_absolute: short(strength[j]!),
        percentile: Array.from(drawn, (i) => {
          const share = percentile(x.data[i * d + j]!);
          return Number.isNaN(share) ? null : Math.round(100 * share) / 100;
        }),
        contribution: Array.from(drawn, (i) => Math.round(1e4 * explanation.contributions[i * d + j]!) / 1e4),
      };
    }),
  };
}

/** The rank of the values of column `j` among the known ones, 0 to 1; equal ones share their middle. NaN stays NaN. */
function percentileIn(x: Matrix, j: number): (value: number) => number {
  const column = Float64Array.from({ length: x.rows }, (_, i) => x.data[i * x.columns + j]!);
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const n = sorted.length;
  return (value) => {
    if (Number.isNaN(value)) return Number.NaN;
    if (n === 1) return 0.5;
    // Equal values have the ranks from `below` to `upTo` − 1, counted from 0.
    const below = firstWhere(sorted, (other) => other >= value);
    const upTo = firstWhere(sorted, (other) => other > value);
    return (below + upTo - 1) / 2 / (n - 1);
  };
}

/** The first place of ascending values for which `holds`, by bisection; n if there is none. */
function firstWhere(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
