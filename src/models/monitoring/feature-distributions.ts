import type { FeatureTable } from "../../customers/feature-table";
import { countInBins, equalFrequencyBins } from "../../learning/drift/index";
import { short } from "../judging/evaluation-curves";

/** The distribution of a feature among those who left and those who stayed. Wire format. */
export interface FeatureDistribution {
  readonly feature: string;
  /** Bin b holds the values v with edges[b − 1] < v ≤ edges[b]; each has about as many customers. */
  readonly edges: readonly number[];
  /** Customers a bin, then those missing the feature. */
  readonly leavers: readonly number[];
  readonly stayers: readonly number[];
}

/** The features at the test day by what happened after it. Wire format. */
export interface FeatureDistributions {
  readonly as_of: string;
  readonly leavers: number;
  readonly stayers: number;
  readonly features: readonly FeatureDistribution[];
}

/** Counts the `features` of `table` by `churned` (a row each, 1 = left). */
export function featureDistributions(
  table: FeatureTable,
  churned: Float64Array,
  features: readonly string[],
): FeatureDistributions {
  const leavers = churned.reduce((sum, label) => sum + label, 0);
  return {
    as_of: new Date(table.cutoff).toISOString(),
    leavers,
    stayers: churned.length - leavers,
    features: features.map((feature) => {
      const values = table.columns[feature]!;
      const bins = equalFrequencyBins(values);
      const all = countInBins(values, bins);
      const left = countInBins(
        values.filter((_, i) => churned[i] === 1),
        bins,
      );
      return {
        feature,
        edges: Array.from(bins.edges, (edge) => short(edge, 7)),
        leavers: Array.from(left),
        stayers: Array.from(all, (count, b) => count - left[b]!),
      };
    }),
  };
}
