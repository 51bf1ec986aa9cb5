import type { FeatureTable } from "../../customers/feature-table";
import type { Random } from "../../learning/random";
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

/** Draws the rows of a table of so many that the chart shows. */
export function drawCustomers(rows: number, random: Random): Int32Array {
  return Int32Array.from(random.sample(rows, Math.min(MOST_CUSTOMERS, rows)));
}

/** Why the model scores customers as it does. */
export interface ContributionMaterial {
  readonly customers: number;
  /** Mean |contribution| of each feature over all of them. */
  readonly importance: Float64Array;
  /** The features of the customers among whom a value has a rank: all, or many. */
  readonly among: Pick<FeatureTable, "columns">;
  /** The drawn customers' features, and their contributions, drawn × features. */
  readonly drawn: Pick<FeatureTable, "rows" | "columns">;
  readonly contributions: Float64Array;
}

/** Sums up the strongest of the model's features `names`. */
export function summariseContributions(
  names: readonly string[],
  { customers, importance, among, drawn, contributions }: ContributionMaterial,
): ContributionSummary {
  const strongest = Array.from(importance.keys())
    .filter((j) => importance[j]! > 0)
    .sort((a, b) => importance[b]! - importance[a]! || a - b)
    .slice(0, MOST_FEATURES);
  return {
    customers,
    features: strongest.map((j) => {
      const percentile = percentileIn(among.columns[names[j]!]!);
      return {
        feature: names[j]!,
        mean_absolute: short(importance[j]!),
        percentile: Array.from(drawn.columns[names[j]!]!, (value) => {
          const share = percentile(value);
          return Number.isNaN(share) ? null : Math.round(100 * share) / 100;
        }),
        contribution: Array.from(
          { length: drawn.rows },
          (_, i) => Math.round(1e4 * contributions[i * names.length + j]!) / 1e4,
        ),
      };
    }),
  };
}

/** The rank of a value among the known ones of `column`, 0 to 1; equal ones share their middle. NaN stays NaN. */
function percentileIn(column: Float64Array): (value: number) => number {
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
