import type { DriftReport } from "../models/drift";
import { flatMetrics } from "../models/flat-metrics";
import type { ProgressListener } from "../pipeline/progress";
import { trainFile } from "../pipeline/train-file";
import { type BlobStore, DiskBlobs } from "../store/blobs";
import { earlierSegments } from "./earlier-segments";
import type { TrainingOutcome, TrainingTask } from "./training-task";

/** Trains a model in the worker: an uploaded file in, the model's folder out. */
export async function runTraining(
  task: TrainingTask,
  onProgress: ProgressListener,
): Promise<TrainingOutcome> {
  const blobs = new DiskBlobs(task.dataDir);
  const { trained } = await trainFile({
    dataPath: blobs.localPath(task.datasetKey),
    folder: blobs.localPath(task.modelPrefix),
    earlierSegments: await segmentsOf(blobs, task.earlierModelPrefix),
    earlierModels: task.earlierModels.map(({ id, prefix }) => ({ id, folder: blobs.localPath(prefix) })),
    onProgress,
    ...(task.mappingKey !== null && { mappingPath: blobs.localPath(task.mappingKey) }),
    ...(task.dateOrder !== null && { dateOrder: task.dateOrder }),
    settings: task.settings,
  });
  const { cleaning, churn, spend, segmentation, segments, limitations, newestOrder } = trained;
  return {
    metrics: flatMetrics(churn.all, spend.all, segmentation.silhouette),
    segments,
    limitations,
    customers: cleaning.customers,
    orders: cleaning.orders,
    revenue: cleaning.revenue,
    rows_read: cleaning.rows_read,
    rows_kept: cleaning.rows_kept,
    as_of: new Date(newestOrder).toISOString(),
    drift: await driftIn(blobs, task.modelPrefix),
  };
}

/** What the new model's folder says of the one before it. */
async function driftIn(blobs: BlobStore, prefix: string): Promise<TrainingOutcome["drift"]> {
  const found = await blobs.read(`${prefix}/drift.json`);
  if (found === null) return null;
  const { alerts, text } = JSON.parse(Buffer.from(found).toString()) as DriftReport;
  return { is_alert: alerts.length > 0, text };
}

/** None where there is no earlier model, or its folder was deleted since. */
async function segmentsOf(blobs: BlobStore, prefix: string | null) {
  const card = prefix === null ? null : await blobs.read(`${prefix}/model.json`);
  return card === null ? [] : earlierSegments(Buffer.from(card).toString());
}
