import { type ColumnTable, op } from "arquero";
import { knownOrNull } from "../../figures";
import type { Segmentation } from "./segmentation";

/** A segment as the API lists it. Money in the file's currency; means over the segment's customers. */
export interface SegmentSummary {
  readonly segment: number;
  readonly name: string;
  readonly description: string;
  readonly customers: number;
  /** Share of all customers, 0 to 1. */
  readonly customer_share: number;
  /** Share of all revenue so far, 0 to 1. */
  readonly revenue_share: number;
  /** The same of what customers kept: after returns and refunds. */
  readonly net_revenue_share: number;
  readonly avg_recency: number;
  readonly avg_frequency: number;
  readonly avg_monetary: number;
  readonly avg_net_monetary: number;
  /** Mean probability of leaving within the churn horizon; null if it could not be learned. */
  readonly churn_rate: number | null;
  /** Mean expected spend over the spend horizon; null if it could not be learned. */
  readonly avg_future_spend: number | null;
  readonly recommended_action: string;
  readonly why: string;
  /**
   * The rule that decides who belongs to it, with its figures; null for a cluster, which gets the customers nearest to
   * it.
   */
  readonly rule: string | null;
}

/**
 * Sums up the customers of each segment, highest mean kept spend first. `customers` has the columns `segment,
 * recency_days, frequency, monetary, net_monetary, churn_probability, ltv_estimate`. The key accounts, if any, are the
 * last segment.
 */
export function summariseSegments(
  customers: ColumnTable,
  { segments, keyAccounts }: Pick<Segmentation, "segments" | "keyAccounts">,
): SegmentSummary[] {
  const rows = customers
    .groupby("segment")
    .rollup({
      customers: op.count(),
      revenue: op.sum("monetary"),
      kept: op.sum("net_monetary"),
      avg_net_monetary: op.mean("net_monetary"),
      avg_recency: op.mean("recency_days"),
      avg_frequency: op.mean("frequency"),
      avg_monetary: op.mean("monetary"),
      churn_rate: op.mean("churn_probability"),
      avg_future_spend: op.mean("ltv_estimate"),
    })
    .objects() as Record<string, number>[];
  const revenue = rows.reduce((sum, row) => sum + row.revenue!, 0);
  const kept = rows.reduce((sum, row) => sum + Math.max(0, row.kept!), 0);
  return rows
    .map((row) => {
      const segment = segments.find(({ id }) => id === row.segment)!;
      return {
        segment: segment.id,
        name: segment.name,
        description: segment.description,
        customers: row.customers!,
        customer_share: row.customers! / customers.numRows(),
        revenue_share: row.revenue! / revenue,
        net_revenue_share: kept > 0 ? Math.max(0, row.kept!) / kept : 0,
        avg_recency: row.avg_recency!,
        avg_frequency: row.avg_frequency!,
        avg_monetary: row.avg_monetary!,
        avg_net_monetary: row.avg_net_monetary!,
        churn_rate: knownOrNull(row.churn_rate),
        avg_future_spend: knownOrNull(row.avg_future_spend),
        recommended_action: segment.action,
        why: segment.why,
        rule: keyAccounts.found && segment === segments.at(-1) ? keyAccounts.text : null,
      };
    })
    .sort((a, b) => b.avg_net_monetary - a.avg_net_monetary || a.segment - b.segment);
}
