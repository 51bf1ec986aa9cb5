import type { DocumentKey } from "../store/mirror";
import type { Store } from "../store/store";
import { type Fields, toFirestore } from "./fields";
import { fitted } from "./size";

/** The document for a row's current state, in Firestore's form. Null if there is no such row, and so no document. */
export function documentOf(store: Store, key: DocumentKey): Fields | null {
  const fields = fieldsOf(store, key);
  return fields && fitted(toFirestore(fields) as Fields);
}

function fieldsOf(store: Store, { tenant, collection, id }: DocumentKey): Fields | null {
  switch (collection) {
    case "tenants":
      return tenantFields(store, tenant);
    case "training_runs":
      return runFields(store, tenant, id);
    case "models":
      return modelFields(store, tenant, id);
    case "segments":
      return segmentFields(store, tenant, id);
    case "predictions":
      return predictionFields(store, tenant, id);
    case "queue_jobs":
      return jobFields(store, tenant, id);
    case "notifications":
      return notificationFields(store, tenant, id);
  }
}

function tenantFields(store: Store, tenant: string): Fields | null {
  const createdAt = store.tenants.createdAt(tenant);
  if (createdAt === null) return null;
  return {
    tenant_id: tenant,
    latest_run: store.jobs.newestTraining(tenant),
    default_model: store.tenants.defaultModel(tenant),
    default_is_chosen: store.tenants.isDefaultChosen(tenant),
    settings: store.tenants.settings(tenant),
    created_at: new Date(createdAt),
  };
}

/** A training that has ended, with any outcome. */
function runFields(store: Store, tenant: string, id: string): Fields | null {
  const job = store.jobs.find(tenant, id);
  if (job?.kind !== "training" || (job.status !== "completed" && job.status !== "failed")) return null;
  const { dataset_path = null, ...params } = job.payload;
  const { model_id = null, metrics = null } = (job.result ?? {}) as Record<string, unknown>;
  return {
    run_id: id,
    status: job.status,
    dataset_path,
    params,
    model_id,
    metrics,
    error: job.error,
    created_at: new Date(job.createdAt),
    finished_at: new Date(job.updatedAt),
  };
}

function modelFields(store: Store, tenant: string, id: string): Fields | null {
  const model = store.models.find(tenant, id);
  return (
    model && {
      model_id: id,
      name: model.name,
      metrics: model.metrics,
      segments: model.segments,
      artifact_prefix: model.artifactPrefix,
      dataset_id: model.datasetId,
      files: model.files,
      as_of: model.asOf === null ? null : new Date(model.asOf),
      job_id: model.jobId,
      revision: model.revision,
      created_at: new Date(model.createdAt),
    }
  );
}

/** The newest model's, as in `GET /segments`. */
function segmentFields(store: Store, tenant: string, id: string): Fields | null {
  const model = store.models.newest(tenant);
  const segments = (model?.segments ?? []) as readonly Fields[];
  const segment = segments.find((each) => String(each.segment) === id);
  return model && segment ? { ...segment, model_id: model.id, created_at: new Date(model.createdAt) } : null;
}

function predictionFields(store: Store, tenant: string, id: string): Fields | null {
  const row = store.predictions.find(tenant, id);
  return (
    row && {
      prediction_id: id,
      model_id: row.modelId,
      payload: row.payload,
      result: row.result,
      batch_file_url: row.batchFileUrl,
      label: row.label,
      created_at: new Date(row.createdAt),
    }
  );
}

function jobFields(store: Store, tenant: string, id: string): Fields | null {
  const job = store.jobs.find(tenant, id);
  return (
    job && {
      queue_id: id,
      kind: job.kind,
      status: job.status,
      payload: job.payload,
      result: job.result,
      error: job.error,
      runnable: job.runnable,
      attempt: job.attempt,
      kills: job.kills,
      cancel_requested: job.cancelRequested,
      progress: job.progress,
      created_at: new Date(job.createdAt),
      updated_at: new Date(job.updatedAt),
    }
  );
}

function notificationFields(store: Store, tenant: string, id: string): Fields | null {
  const row = store.notifications.find(tenant, id);
  return (
    row && {
      notification_id: id,
      kind: row.kind,
      tone: row.tone,
      title: row.title,
      text: row.text,
      link: row.link,
      created_at: new Date(row.createdAt),
      read_at: row.readAt === null ? null : new Date(row.readAt),
    }
  );
}
