import type { FeatureTable } from "../../customers/feature-table";
import { rfmScores } from "../../customers/rfm-scores";
import { midranks } from "../../learning/metrics/index";
import { RFM_GROUPS, rfmColumns } from "./rfm-groups";

/** Ways to group the customers of a snapshot for quality figures. */
export const GROUPINGS = ["rfm_group", "tenure", "value_decile"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Upper ends of the tenure bands, days, and their names. */
const TENURES: readonly [number, string][] = [
  [90, "under 90 days"],
  [180, "90 to 180 days"],
  [365, "180 to 365 days"],
  [Infinity, "a year or more"],
];

/** The display order of groups: RFM groups as in `RFM_GROUPS`, the others ascending. */
export function compareGroups(by: Grouping, a: string, b: string): number {
  const order: readonly string[] =
    by === "tenure" ? TENURES.map(([, name]) => name) : RFM_GROUPS.map(({ name }) => name);
  return by === "value_decile" ? Number(a) - Number(b) : order.indexOf(a) - order.indexOf(b);
}

/** The group of each customer of a table, one name a row. Value deciles are by total spend, 10 the highest. */
export function customerGroups(table: FeatureTable, by: Grouping): string[] {
  switch (by) {
    case "rfm_group":
      return rfmColumns(rfmScores(table)).rfm_group;
    case "tenure":
      return Array.from(table.columns.tenure_days!, (days) => TENURES.find(([end]) => days < end)![1]);
    case "value_decile":
      return Array.from(midranks(table.columns.monetary!), (rank) =>
        String(Math.min(10, 1 + Math.floor((10 * (rank - 1)) / table.rows))),
      );
  }
}
