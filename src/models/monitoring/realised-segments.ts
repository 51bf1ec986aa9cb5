import type { Promises } from "./promises";

/** Promised and actual figures of one segment of an older model. Wire format; null if not scored. */
export interface RealisedSegment {
  readonly segment_name: string;
  readonly customers: number;
  readonly expected_churn_rate: number | null;
  readonly actual_churn_rate: number | null;
  /** A customer, in the file's currency. */
  readonly expected_spend: number | null;
  readonly actual_spend: number | null;
}

/** The figures by segment, in the order of their names; `rows` of the promises and what they did, one element a row. */
export function realisedSegments(
  { segments, churn, spend }: Promises,
  rows: Int32Array,
  churned: Float64Array | null,
  spent: Float64Array | null,
): RealisedSegment[] {
  const names = [...new Set(Array.from(rows, (row) => segments[row]!))].sort();
  return names.map((segment_name) => {
    let customers = 0;
    let probability = 0;
    let left = 0;
    let expected = 0;
    let actual = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (segments[row] !== segment_name) continue;
      customers++;
      probability += churn.probability[row]!;
      left += churned?.[i] ?? 0;
      expected += spend.expected[row]!;
      actual += spent?.[i] ?? 0;
    }
    return {
      segment_name,
      customers,
      expected_churn_rate: churned && probability / customers,
      actual_churn_rate: churned && left / customers,
      expected_spend: spent && expected / customers,
      actual_spend: spent && actual / customers,
    };
  });
}
