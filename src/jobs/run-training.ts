import { DamagedModelError } from "../answers/damaged-model";
import { modelJson, readModelCard } from "../answers/model-files";
import { memoryBudget } from "../config/memory-budget";
import type { TrainedModels } from "../models/card";
import { flatMetrics } from "../models/report/flat-metrics";
import { earlierSegments } from "../models/segments/earlier-segments";
import type { ProgressListener } from "../pipeline/progress";
import { trainFile } from "../pipeline/train-file";
import { trainParts } from "../pipeline/train-parts";
import type { BlobStore } from "../store/blobs";
import type { LearnedFile } from "../store/models";
import { openBlobs } from "../store/open-blobs";
import { changedSegments } from "./changed-segments";
import { packReading, unpackReading } from "./packed-reading";
import { readQueryHere } from "./read-query-here";
import { fetchedFiles } from "./training-files";
import { trainingRecord } from "./training-record";
import type { ReadAnswer, TaskFile, TrainingAnswer, TrainingOutcome, TrainingTask } from "./training-task";
import type { Elsewhere, StepWriter } from "./worker-loop";

/** Trains a model in the worker: takes uploaded files and writes the model's folder. */
export async function runTraining(
  task: TrainingTask,
  onProgress: ProgressListener,
  _: StepWriter,
  elsewhere: Elsewhere,
): Promise<TrainingAnswer | ReadAnswer> {
  const blobs = openBlobs(task);
  await using fetched = new AsyncDisposableStack();
  const here = async (key: string) => fetched.use(await blobs.fetched(key)).path;
  const earlierModels: { id: string; folder: string }[] = [];
  for (const { id, prefix } of task.earlierModels) earlierModels.push({ id, folder: await here(prefix) });
  const options = {
    customerFiles: await fetchedFiles(blobs, task.customerFiles, fetched),
    folder: blobs.localPath(task.modelPrefix),
    earlierSegments: await segmentsOf(blobs, task.earlierModelPrefix),
    earlierModels,
    onProgress,
    settings: task.settings,
  };
  const { query } = task;
  const place = { blobs, folder: query ? blobs.localPath(query.prefix) : "", onProgress, elsewhere };
  const read =
    query &&
    (task.read
      ? await unpackReading(task.read, query.prefix, here)
      : await readQueryHere(query, task, place));
  // While the bucket is out of reach, others would not find the parts: then this process goes on itself.
  if (read && task.readsOnly && (await blobs.publish(query.prefix)) === "published")
    return { read: packReading(read) };
  const { trained } = read
    ? await trainParts(read.parts, options)
    : await trainFile({
        data: await fetchedFiles(blobs, task.files, fetched),
        memoryBudget: memoryBudget(process.env),
        ...task.reading,
        ...options,
      });
  // Must come before publishing: afterwards it may only exist in the bucket.
  const record = await trainingRecord(trained, blobs.localPath(task.modelPrefix));
  const drift = await driftIn(blobs, task.modelPrefix);
  await blobs.publish(task.modelPrefix);
  if (query) await blobs.publish(query.prefix);
  const saved_segments = await changedSegments(blobs, task.modelPrefix, task.saved);
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
    files: task.files.map((file, i) => learnedFile(file, cleaning.files[i])),
    as_of: new Date(newestOrder).toISOString(),
    drift,
    saved_segments,
    record,
    ...(read && { buckets: { count: read.marks.marks.length, read_again: read.readAnew.length } }),
    kept: query && read && { prefix: query.prefix, ...read.marks },
  };
}

type FileAccount = TrainedModels["cleaning"]["files"][number];

/** A file and what it added, as far as the reading shows. */
function learnedFile({ id, name, sha256 }: TaskFile, account: FileAccount | undefined): LearnedFile {
  const file = { file_id: id, name, sha256 };
  if (!account) return file;
  const { rows_read, rows_kept, rows_replaced, orders, first_order, last_order } = account;
  return { ...file, rows_read, rows_kept, rows_replaced, orders, first_order, last_order };
}

/** What the new model's folder says about the previous one. */
async function driftIn(blobs: BlobStore, prefix: string): Promise<TrainingOutcome["drift"]> {
  const found = await modelJson({ blobs }, { artifactPrefix: prefix }, "drift.json");
  return found && { is_alert: found.alerts.length > 0, text: found.text };
}

/** Nothing if there is no earlier model, or its folder was deleted or is damaged. */
async function segmentsOf(blobs: BlobStore, prefix: string | null) {
  if (prefix === null) return [];
  try {
    const card = await readModelCard({ blobs }, { artifactPrefix: prefix });
    return card === null ? [] : earlierSegments(card);
  } catch (error) {
    if (error instanceof DamagedModelError) return [];
    throw error;
  }
}
