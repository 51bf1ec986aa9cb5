import type { FeatureTable } from "../customers/feature-table";
import { HEAD_FEATURES } from "../models/heads";
import { type DriftKind, type DriftReference, driftReference } from "../models/monitoring/drift-reference";
import type { CleaningReport } from "../transactions/cleaning-report";
import type { CustomerAnswers } from "./score-shop";

/**
 * The training snapshot for comparisons with later files: every feature, the answers, the segments. `shown`: all
 * features of all customers, or of many of so many.
 */
export function snapshotReference(
  { first_order }: Pick<CleaningReport, "first_order">,
  newestOrder: number,
  customers: number,
  shown: FeatureTable,
  rows: Int32Array,
  { churn, spend, segment }: Pick<CustomerAnswers, "churn" | "spend" | "segment">,
): DriftReference {
  const watched = (name: string, kind: DriftKind, values: Float64Array) => ({ name, kind, values });
  const of = (answers: ArrayLike<number>) => Float64Array.from(rows, (row) => answers[row]!);
  const columns = [
    ...HEAD_FEATURES.all.map((name) => watched(name, "feature", shown.columns[name]!)),
    watched("churn_probability", "score", of(churn)),
    watched("ltv_estimate", "score", of(spend)),
    watched("segment", "segment", of(segment)),
  ];
  return driftReference(columns, Date.parse(first_order), newestOrder, customers);
}
