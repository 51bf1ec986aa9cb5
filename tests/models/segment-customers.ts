import type { FeatureTable } from "../../src/customers/feature-table";
import type { Random } from "../../src/learning/random";
import {
  type EarlierSegment,
  groupCustomers,
  nameGroups,
  type Segmentation,
} from "../../src/models/segments/segmentation";

/** Groups and names customers of whom no probability of leaving is known. */
export function segmentCustomers(
  table: FeatureTable,
  counts: readonly number[],
  random: Random,
  earlier: readonly EarlierSegment[] = [],
): Segmentation {
  return nameGroups(groupCustomers(table, counts, random, earlier), table, earlier, null);
}
