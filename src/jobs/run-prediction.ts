import { Readable } from "node:stream";
import { contactTerms } from "../answers/advice";
import { batchCsv, batchRows } from "../answers/batch";
import type { OpenModel } from "../answers/open-model";
import { requirePrediction } from "../answers/predict";
import type { ContactTerms } from "../models/contact/action-value";
import type { BlobStore } from "../store/blobs";
import { openBlobs } from "../store/open-blobs";
import { openedModel } from "./opened-model";
import {
  type BatchRecord,
  type PredictionOutcome,
  type PredictionTask,
  SAMPLE_SIZE,
} from "./prediction-task";

/** Predicts in the worker: one customer, someone described by features, or all customers into a file. */
export async function runPrediction({
  modelPrefix,
  settings,
  asked,
  ...place
}: PredictionTask): Promise<PredictionOutcome> {
  const blobs = openBlobs(place);
  const model = await openedModel(blobs, modelPrefix);
  try {
    const terms = contactTerms(model.card, settings);
    switch (asked.mode) {
      case "batch":
        return await predictBatch(model, terms, blobs, asked.outputKey);
      case "single":
        return await requirePrediction(model, { ...asked, terms });
    }
  } finally {
    await model.close();
  }
}

async function predictBatch(
  model: OpenModel,
  terms: ContactTerms,
  blobs: BlobStore,
  outputKey: string,
): Promise<BatchRecord> {
  await blobs.writeStream(outputKey, Readable.from(batchCsv(model, { terms })));
  const rows = batchRows(model, { terms, most: SAMPLE_SIZE });
  return { count: model.customers.rows, rows, sample_size: SAMPLE_SIZE };
}
