import type { ColumnTable } from "arquero";
import type { TrainedModels } from "../models/card";
import { HEAD_FEATURES } from "../models/heads";
import { type DriftKind, type DriftReference, driftReference } from "../models/monitoring/drift-reference";

/** The training snapshot for comparisons with later files: every feature, the answers, the segments. */
export function snapshotReference(
  { newestOrder, cleaning }: TrainedModels,
  table: ColumnTable,
): DriftReference {
  const watched = (name: string, kind: DriftKind) => ({
    name,
    kind,
    values: Float64Array.from(table.array(name) as ArrayLike<number>),
  });
  const columns = [
    ...HEAD_FEATURES.all.map((name) => watched(name, "feature")),
    watched("churn_probability", "score"),
    watched("ltv_estimate", "score"),
    watched("segment", "segment"),
  ];
  return driftReference(columns, Date.parse(cleaning.first_order), newestOrder);
}
