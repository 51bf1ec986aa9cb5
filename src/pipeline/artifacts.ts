import { type ColumnTable, from } from "arquero";
import type { CohortCell } from "../customers/cohorts";
import { modelCard } from "../models/card";
import { explainerState } from "../models/churn/explainer";
import type { ModelFiles } from "../models/model-folder";
import { strategicReport } from "../models/report/report";
import type { RfmGroupSummary } from "../models/segments/rfm-summary";
import type { SegmentSummary } from "../models/segments/segment-summary";
import { arrowWhenWritten } from "./arrow-file";
import { csv } from "./csv-text";
import type { Training } from "./training";

/**
 * The files of a model folder that are small beside those of `largeFiles`. Nothing in them depends on when or where they were made, so equal trainings give equal
 * bytes.
 */
export function modelFiles({
  trained,
  onnx,
  drift,
  advice,
  cohorts,
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
    ...(attributes && { "attributes.arrow": arrowWhenWritten(() => attributes, "plain") }),
    ...products,
    "drift_reference.json": `${JSON.stringify(drift)}\n`,
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
