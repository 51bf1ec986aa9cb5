import type { FeatureTable } from "./feature-table";
import { keptSpend } from "./net-spend";

/**
 * The four values that divide the customers into fifths, rising: their 20, 40, 60 and 80 % quantiles. Null where all customers
 * have the same value, so that nobody stands out.
 */
type QuintileEdges = Float64Array | null;

/** Scores of 1 to 5, one a customer; 5 is best: the latest order, the most orders, the most spend. */
export interface RfmScores {
  readonly r: Int32Array;
  readonly f: Int32Array;
  readonly m: Int32Array;
  /** Of `recency_days`, `frequency` and kept spend: what somebody who is not in the table can be scored by. */
  readonly edges: {
    readonly recency: QuintileEdges;
    readonly frequency: QuintileEdges;
    readonly monetary: QuintileEdges;
  };
}

/** What everybody scores where nobody stands out. */
const MIDDLE = 3;

/**
 * Quintile scores of `recency_days`, `frequency` and kept spend (finite) of `table` (Hughes, "Strategic Database
 * Marketing", 1994, ch. 5). Fifths are told apart by quantiles of type 7 (Hyndman & Fan, The American Statistician 50(4), 1996, the default of R).
 * A value on an edge belongs to the lower fifth of values: equal values have equal scores, in whatever order the customers come. With many ties
 * a score can stay empty (where half of the customers have one order, they all score 1 and nobody scores 2). Where all values are equal everybody scores 3.
 * Two customers have no frequency to speak of and score 1 for it: who has one order, the least there is, and who has sent everything back.
 */
export function rfmScores(table: FeatureTable): RfmScores {
  const { rows, columns } = table;
  const spend = keptSpend(table);
  const edges = {
    recency: quintileEdges(columns.recency_days!),
    frequency: quintileEdges(columns.frequency!),
    monetary: quintileEdges(spend),
  };
  const scores: RfmScores = {
    r: new Int32Array(rows),
    f: new Int32Array(rows),
    m: new Int32Array(rows),
    edges,
  };
  for (let i = 0; i < rows; i++) {
    scores.r[i] = recencyScore(edges.recency, columns.recency_days![i]!);
    scores.f[i] = frequencyScore(edges.frequency, columns.frequency![i]!, spend[i]!);
    scores.m[i] = quintileScore(edges.monetary, spend[i]!);
  }
  return scores;
}

/** The quintile edges of `values` (n ≥ 0, finite), as in `rfmScores`. */
export function quintileEdges(values: Float64Array): QuintileEdges {
  const sorted = values.slice().sort();
  const last = sorted.length - 1;
  if (last < 0 || sorted[0] === sorted[last]) return null;
  return Float64Array.from([1, 2, 3, 4], (fifth) => {
    // Hyndman & Fan 1996, definition 7; whole numbers are divided, so that 0.2 × 5 is 1 and no more.
    const below = Math.floor((last * fifth) / 5);
    const part = ((last * fifth) % 5) / 5;
    return sorted[below]! + part * (sorted[Math.min(last, below + 1)]! - sorted[below]!);
  });
}

/** 1 to 5: one more than the number of edges that `value` lies above. */
export function quintileScore(edges: QuintileEdges, value: number): number {
  if (edges === null) return MIDDLE;
  let score = 1;
  for (const edge of edges) if (value > edge) score++;
  return score;
}

/** 1 to 5: the more orders, the higher. One order scores 1 even where nobody stands out, and so does who has kept nothing of all orders. */
export function frequencyScore(edges: QuintileEdges, orders: number, keptSpend: number): number {
  return orders <= 1 || keptSpend <= 0 ? 1 : quintileScore(edges, orders);
}

/** 1 to 5: the fewer days since the last order, the higher. */
export function recencyScore(edges: QuintileEdges, days: number): number {
  return 6 - quintileScore(edges, days);
}
