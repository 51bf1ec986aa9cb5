import { type ColumnTable, op } from "arquero";
import type { RfmScores } from "../../customers/rfm-scores";
import { knownOrNull } from "../../figures";
import { frequencyMonetaryScore, RFM_GROUPS, rfmGroup } from "./rfm-groups";

/**
 * A group of the RFM map. Wire format. Money in the file's currency; means over the group's customers, null if there
 * are none.
 */
export interface RfmGroupSummary {
  readonly rfm_group: string;
  readonly description: string;
  readonly customers: number;
  /** Shares of all customers and of all revenue so far, 0 to 1. */
  readonly customer_share: number;
  readonly revenue_share: number;
  /** Share of all that customers kept: after returns and refunds. */
  readonly net_revenue_share: number;
  readonly avg_recency: number | null;
  readonly avg_frequency: number | null;
  readonly avg_monetary: number | null;
  /** Mean probability of leaving; also null if it could not be learned. */
  readonly churn_rate: number | null;
  /** Mean expected spend; also null if it could not be learned. */
  readonly avg_future_spend: number | null;
  readonly recommended_action: string;
}

/** A cell of the 5 × 5 map. Wire format. */
export interface RfmCell {
  readonly r_score: number;
  /** Mean of the frequency and the monetary score; a half rounds towards frequency. */
  readonly fm_score: number;
  readonly rfm_group: string;
  readonly customers: number;
  readonly revenue: number;
}

/** The RFM groups beside the segments. Wire format. */
export interface RfmSummary {
  /** All eleven, including empty ones. */
  readonly groups: readonly RfmGroupSummary[];
  /** All 25 cells: recency score 5 first, frequency-and-monetary score 1 first. */
  readonly cells: readonly RfmCell[];
  /**
   * A score is one more than the number of edges below a value (for recency, 5 less that); null: everyone is alike and
   * scores 3.
   */
  readonly edges: {
    readonly recency_days: readonly number[] | null;
    readonly frequency: readonly number[] | null;
    readonly monetary: readonly number[] | null;
  };
}

/**
 * Sums up the customers by RFM group and by cell. `customers` has the columns `r_score, f_score, m_score, rfm_group,
 * recency_days, frequency, monetary, net_monetary, churn_probability, ltv_estimate`.
 */
export function summariseRfm(customers: ColumnTable, edges: RfmScores["edges"]): RfmSummary {
  const cells = cellsOf(customers);
  const revenue = cells.reduce((sum, cell) => sum + cell.revenue, 0);
  const rows = customers
    .groupby("rfm_group")
    .rollup({
      customers: op.count(),
      revenue: op.sum("monetary"),
      kept: op.sum("net_monetary"),
      orders: op.median("frequency"),
      recency: op.mean("recency_days"),
      frequency: op.mean("frequency"),
      monetary: op.mean("monetary"),
      churn: op.mean("churn_probability"),
      spend: op.mean("ltv_estimate"),
    })
    .objects() as (Record<string, number> & { rfm_group: string })[];
  const kept = rows.reduce((sum, row) => sum + Math.max(0, row.kept!), 0);
  const groups = RFM_GROUPS.map(({ name, ...told }): RfmGroupSummary => {
    const row = rows.find(({ rfm_group }) => rfm_group === name);
    const once = row !== undefined && row.orders! < 2 && "once" in told ? told.once : told;
    const { description, action } = once;
    return {
      rfm_group: name,
      description,
      customers: row?.customers ?? 0,
      customer_share: (row?.customers ?? 0) / customers.numRows(),
      revenue_share: (row?.revenue ?? 0) / revenue,
      net_revenue_share: kept > 0 ? Math.max(0, row?.kept ?? 0) / kept : 0,
      avg_recency: knownOrNull(row?.recency),
      avg_frequency: knownOrNull(row?.frequency),
      avg_monetary: knownOrNull(row?.monetary),
      churn_rate: knownOrNull(row?.churn),
      avg_future_spend: knownOrNull(row?.spend),
      recommended_action: action,
    };
  });
  return {
    groups,
    cells,
    edges: {
      recency_days: edges.recency && Array.from(edges.recency),
      frequency: edges.frequency && Array.from(edges.frequency),
      monetary: edges.monetary && Array.from(edges.monetary),
    },
  };
}

function cellsOf(customers: ColumnTable): RfmCell[] {
  const count = new Int32Array(25);
  const revenue = new Float64Array(25);
  const [r, f, m, monetary] = ["r_score", "f_score", "m_score", "monetary"].map(
    (name) => customers.array(name) as ArrayLike<number>,
  ) as [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>, ArrayLike<number>];
  for (let i = 0; i < r.length; i++) {
    const cell = (5 - r[i]!) * 5 + frequencyMonetaryScore(f[i]!, m[i]!) - 1;
    count[cell]!++;
    revenue[cell]! += monetary[i]!;
  }
  return Array.from(count, (size, cell) => {
    const r_score = 5 - Math.floor(cell / 5);
    const fm_score = 1 + (cell % 5);
    return {
      r_score,
      fm_score,
      rfm_group: rfmGroup(r_score, fm_score, fm_score),
      customers: size,
      revenue: revenue[cell]!,
    };
  });
}
