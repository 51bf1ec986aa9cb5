import { from, toCSV } from "arquero";
import { knownOrNull } from "../figures";
import type { ContactTerms } from "../models/contact/action-value";
import { harmless } from "../pipeline/harmless-text";
import { type Advised, adviceOf } from "./advice";
import { horizonFactors } from "./horizon";
import { scoresOf } from "./known-customer";

/** A row of a batch prediction's file: first the columns that clients of such an API expect, then ours. */
export type BatchRow = ReturnType<typeof batchRows>[number];

/**
 * The model's answers about every customer it knows, in table order. Expected spend covers `horizonDays` (30 to 730),
 * if given; advice is on these terms, the model's own by default.
 */
export function batchRows(
  model: Advised,
  { horizonDays, terms }: { readonly horizonDays?: number | undefined; readonly terms?: ContactTerms } = {},
) {
  const { customers } = model;
  const advice = adviceOf(model, terms);
  const factor = horizonDays === undefined ? () => 1 : horizonFactors(customers, horizonDays);
  const reasons = [1, 2, 3].map((place) => customers.texts(`reason_${place}`));
  return Array.from({ length: customers.rows }, (_, row) => {
    const { customer_id: id, ltv_estimate: spend, ...told } = scoresOf(customers, row);
    return {
      // Ids are the user's text; the other text is ours.
      CustomerID: typeof id === "string" ? harmless(id) : id,
      segment: told.segment,
      churn_probability: told.churn_probability,
      ltv_estimate: spend === null ? null : spend * factor(row),
      recommended_action: advice.action(row),
      segment_name: told.segment_name,
      reason_1: reasons[0]![row]!,
      reason_2: reasons[1]![row]!,
      reason_3: reasons[2]![row]!,
      expected_gain: knownOrNull(advice.gain[row]),
    };
  });
}

/** The file, with a header and one row per customer. */
export function batchCsv(rows: readonly BatchRow[]): string {
  return toCSV(from([...rows]));
}
