import { type Prediction, PredictionModel } from "../pipeline/predict";
import { csvRow, predictionCsv } from "../pipeline/prediction-csv";
import type { BlobStore } from "../store/blobs";
import { openBlobs } from "../store/open-blobs";
import {
  type BatchRecord,
  type PredictionOutcome,
  type PredictionTask,
  SAMPLE_SIZE,
} from "./prediction-task";
import { singlePrediction } from "./single-prediction";

/** Predicts in the worker: one customer, somebody described by features, or all customers into a file. */
export async function runPrediction({
  modelPrefix,
  asked,
  ...place
}: PredictionTask): Promise<PredictionOutcome> {
  const blobs = openBlobs(place);
  const model = await opened(blobs, modelPrefix);
  try {
    switch (asked.mode) {
      case "batch":
        return await predictBatch(model, blobs, asked.outputKey);
      case "single":
        return await predictSingle(model, asked);
    }
  } finally {
    await model.close();
  }
}

/** What is opened is in memory: its files may go again. */
async function opened(blobs: BlobStore, modelPrefix: string): Promise<PredictionModel> {
  await using folder = await blobs.fetched(modelPrefix);
  return await PredictionModel.open(folder.path);
}

async function predictSingle(
  model: PredictionModel,
  asked: Extract<PredictionTask["asked"], { mode: "single" }>,
): Promise<Prediction> {
  const prediction = await singlePrediction(asked, {
    known: (id) => (model.knows(id) ? model.predictCustomer(id) : null),
    described: (features) => model.predictFeatures(features),
  });
  // Without features: the model says in its own words whom it knows.
  return prediction ?? model.predictCustomer(String(asked.customerId));
}

async function predictBatch(
  model: PredictionModel,
  blobs: BlobStore,
  outputKey: string,
): Promise<BatchRecord> {
  const rows = (await model.predictAll()).map(csvRow);
  await blobs.writeStream(outputKey, new Blob([predictionCsv(rows)]).stream());
  return { count: rows.length, rows: rows.slice(0, SAMPLE_SIZE), sample_size: SAMPLE_SIZE };
}
