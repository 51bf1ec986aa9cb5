import { Readable } from "node:stream";
import { contactTerms } from "../answers/advice";
import { batchCsv, batchRows, customersIn } from "../answers/batch";
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
        return await predictBatch(model, terms, blobs, asked);
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
  { outputKey, part = { from: 0, to: null } }: Extract<PredictionTask["asked"], { mode: "batch" }>,
): Promise<BatchRecord> {
  await blobs.writeStream(outputKey, Readable.from(batchCsv(model, { terms, part })));
  const rows = batchRows(model, { terms, part, most: SAMPLE_SIZE });
  return { count: customersIn(model, part), rows, sample_size: SAMPLE_SIZE };
}
