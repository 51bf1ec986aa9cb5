import { from, toCSV } from "arquero";
import { harmless } from "./harmless-text";
import type { Prediction } from "./predict";

/** A row of a batch prediction's file: the columns that clients of this kind of API read, then ours. */
export type PredictionCsvRow = ReturnType<typeof csvRow>;

/** A prediction as a row of the file. */
export function csvRow(prediction: Prediction) {
  const { reasons } = prediction;
  return {
    CustomerID: harmlessId(prediction.customer_id),
    segment: prediction.segment,
    churn_probability: prediction.churn_probability,
    ltv_estimate: prediction.ltv_estimate,
    recommended_action: prediction.recommended_action,
    segment_name: prediction.segment_name,
    reason_1: reasons[0]?.text ?? "",
    reason_2: reasons[1]?.text ?? "",
    reason_3: reasons[2]?.text ?? "",
  };
}

/** Ids are texts of the user's own; the other texts are ours. */
function harmlessId(id: Prediction["customer_id"]) {
  return typeof id === "string" ? harmless(id) : id;
}

/** The file, with a header, one row a customer. */
export function predictionCsv(rows: readonly PredictionCsvRow[]): string {
  return toCSV(from([...rows]));
}
