import type { ApiKeyRow } from "../../src/store/api-keys";
import type { CampaignRow } from "../../src/store/campaigns";
import type { DatasetFile, NewDataset } from "../../src/store/datasets";
import type { ModelRow } from "../../src/store/models";
import type { PredictionRow } from "../../src/store/predictions";
import type { Store } from "../../src/store/store";
import type { TrainingRun } from "../../src/store/training-runs";

/** A data set with one file. */
export function datasetRow(id: string, given: Partial<NewDataset> = {}): NewDataset {
  return {
    id,
    fileName: "orders.csv",
    datasetPath: `tenants/any/datasets/${id}/orders.csv`,
    mappingPath: null,
    sha256: "0".repeat(64),
    sizeBytes: 100,
    inspection: { columns: ["CustomerID"] },
    createdAt: 1000,
    ...given,
  };
}

export function datasetFile(id: string, given: Partial<DatasetFile> = {}): DatasetFile {
  return {
    id,
    kind: "orders",
    fileName: `${id}.csv`,
    path: `tenants/any/datasets/${id}/orders.csv`,
    mappingPath: null,
    dateOrder: null,
    sha256: "1".repeat(64),
    sizeBytes: 100,
    inspection: { columns: ["CustomerID"] },
    addedAt: 2000,
    ...given,
  };
}

export function modelRow(id: string, given: Partial<ModelRow> = {}): ModelRow {
  return {
    id,
    name: `model ${id}`,
    artifactPrefix: `tenants/any/models/${id}`,
    metrics: { churn_auc: 0.75 },
    segments: [{ segment: 0, name: "Champions" }],
    datasetId: null,
    files: [],
    asOf: null,
    jobId: `job of ${id}`,
    createdAt: 1000,
    ...given,
  };
}

export function trainingRunRow(id: string, given: Partial<TrainingRun> = {}): TrainingRun {
  return {
    id,
    name: `training ${id}`,
    status: "completed",
    parameters: { seed: 42, effort: "quick", churn_horizons_days: "90,60,30" },
    metrics: { churn_auc: 0.75 },
    tags: { program_version: "0.1.0", effort: "quick", dataset_file: "orders.csv" },
    datasetSha256: "0".repeat(64),
    artifacts: [{ name: "churn.onnx", sizeBytes: 100, sha256: "1".repeat(64) }],
    modelId: `model of ${id}`,
    startedAt: 1000,
    endedAt: 2000,
    ...given,
  };
}

export function predictionRow(id: string, given: Partial<PredictionRow> = {}): PredictionRow {
  return {
    id,
    modelId: "m1",
    payload: { mode: "single" },
    result: { segment: 1 },
    batchFileUrl: null,
    label: null,
    createdAt: 1000,
    ...given,
  };
}

export function campaignRow(id: string, given: Partial<CampaignRow> = {}): CampaignRow {
  return {
    id,
    name: `campaign ${id}`,
    modelId: "m1",
    filter: { segment: "1" },
    terms: { contact_cost: 1 },
    promise: { expected: 3, low: -1, high: 9, cost: 2, base_rate: 0.4, lift: 0.06 },
    startsAt: 1000,
    horizonDays: 90,
    createdAt: 1000,
    ...given,
  };
}

export function apiKeyRow(id: string, given: Partial<ApiKeyRow> = {}): ApiKeyRow {
  return {
    id,
    prefix: `pk_${id}`,
    hash: new Uint8Array([1, 2, 3]),
    role: "analyst",
    name: `key ${id}`,
    createdAt: 1000,
    revokedAt: null,
    ...given,
  };
}

/** Adds a job that waits for the pool. */
export function addJob(store: Store, tenant: string, id: string, now = 1000): void {
  store.jobs.insert(
    tenant,
    { id, kind: "training", status: "queued", payload: { dataset_path: "d" }, runnable: true },
    now,
  );
}
