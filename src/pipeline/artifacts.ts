import { type ColumnTable, from } from "arquero";
import { BASE_FEATURES } from "../customers/base-features";
import type { CohortCell } from "../customers/cohorts";
import { NET_FEATURES } from "../customers/net-spend";
import { modelCard } from "../models/card";
import { explainerState } from "../models/churn/explainer";
import { HEAD_FEATURES } from "../models/heads";
import type { ModelFiles } from "../models/model-folder";
import { strategicReport } from "../models/report/report";
import type { RfmGroupSummary } from "../models/segments/rfm-summary";
import type { SegmentSummary } from "../models/segments/segment-summary";
import { arrowWhenWritten } from "./arrow-file";
import { csv } from "./csv-text";
import { snapshotReference } from "./snapshot-reference";
import type { Training } from "./training";

/** Columns of `segmented_customers.csv` after the id: the answers of a batch prediction, then its inputs. */
const SEGMENTED_COLUMNS = [
  "segment",
  "churn_probability",
  "ltv_estimate",
  "recommended_action",
  "segment_name",
  "reason_1",
  "reason_2",
  "reason_3",
  "ltv_low",
  "ltv_high",
  "next_order_date",
  "days_overdue",
  "overdue_value",
  "value_if_kept",
  "contact_profit",
  ...BASE_FEATURES,
  "net_monetary",
  "r_score",
  "f_score",
  "m_score",
  "rfm_group",
];

/** They are rounded to float32 when they are made. */
const FEATURES: ReadonlySet<string> = new Set([...HEAD_FEATURES.all, ...Object.keys(NET_FEATURES)]);

/**
 * The files of a model folder. Nothing in them depends on when or where they were made, so equal trainings give equal
 * bytes.
 */
export function modelFiles({
  trained,
  onnx,
  scores,
  advice,
  cohorts,
  orders,
  people,
  attributes,
  products,
  evaluation,
}: Training): ModelFiles {
  const tradeOff = Object.fromEntries(
    trained.segmentation.tradeOff.map(({ segments, silhouette }) => [segments, silhouette]),
  );
  return {
    ...onnx,
    "model.json": json(modelCard(trained)),
    "evaluation.json": `${JSON.stringify(evaluation)}\n`,
    "explainers.json": json({
      all: explainerState(trained.churn.all.model),
      base: explainerState(trained.churn.base.model),
    }),
    "customers.arrow": arrowWhenWritten(() => scores.table, "plain"),
    "orders.arrow": arrowWhenWritten(() => orders, "plain"),
    ...(people && { "people.arrow": arrowWhenWritten(() => people, "plain") }),
    ...(attributes && { "attributes.arrow": arrowWhenWritten(() => attributes, "plain") }),
    ...products,
    "drift_reference.json": `${JSON.stringify(snapshotReference(trained, scores.table))}\n`,
    "feature_store.csv": csv(scores.table, ["CustomerID", ...FEATURES], FEATURES),
    "segmented_customers.csv": csv(scores.table, ["CustomerID", ...SEGMENTED_COLUMNS], FEATURES),
    "segment_summary.csv": csv(summaryTable(trained.segments)),
    "rfm_summary.csv": csv(from(trained.rfm.groups as RfmGroupSummary[])),
    "cohorts.csv": csv(cohortTable(cohorts)),
    "kmeans_scores.json": json(tradeOff),
    "cleaning_report.json": json(trained.cleaning),
    "strategic_report.md": strategicReport(trained, advice),
  };
}

function summaryTable(segments: readonly SegmentSummary[]): ColumnTable {
  return from(segments.map(({ why, ...row }) => row));
}

/** One row per cell of the retention triangle, in wire names. */
function cohortTable(cohorts: readonly CohortCell[]): ColumnTable {
  return from(cohorts.map(({ monthsSince, ...cell }) => ({ ...cell, months_since: monthsSince })));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
