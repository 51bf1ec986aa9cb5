import type { JobKind, JobProgress, JobStatus } from "../store/job-row";
import type { DocumentKey } from "../store/mirror";
import type { LearnedFile } from "../store/models";
import type { Store } from "../store/store";
import { type Fields, fromFirestore } from "./fields";
import type { MirrorTarget } from "./target";

/** The collections that rows are made from. Runs and segments come from jobs and models. */
const RESTORED = ["models", "predictions", "queue_jobs", "notifications"] as const;
/** Documents per transaction. */
const PAGE = 200;

export interface RestoredRows {
  readonly tenants: number;
  readonly models: number;
  readonly predictions: number;
  readonly queue_jobs: number;
  readonly notifications: number;
}

export interface RestoreListener {
  /** A document that could not become a row, and why. */
  onSkipped(key: DocumentKey, reason: string): void;
  /** A document that was cut when it was written. Its row lacks the cut part. */
  onCut(key: DocumentKey, names: readonly string[]): void;
}

/** Creates the rows for all documents in `store`, which is still empty. */
export async function rowsFromDocuments(
  target: MirrorTarget,
  store: Store,
  listener: RestoreListener,
): Promise<RestoredRows> {
  const counts = { tenants: 0, models: 0, predictions: 0, queue_jobs: 0, notifications: 0 };
  for await (const tenant of target.tenants()) {
    for (const collection of ["tenants", ...RESTORED] as const) {
      let page: { key: DocumentKey; fields: Fields }[] = [];
      for await (const { id, fields } of target.documents(tenant, collection, "fields")) {
        page.push({ key: { tenant, collection, id }, fields });
        if (page.length === PAGE) write();
      }
      write();

      function write(): void {
        counts[collection] += writePage(store, page, listener);
        page = [];
      }
    }
  }
  return counts;
}

/** Returns how many rows were created. */
function writePage(
  store: Store,
  page: readonly { readonly key: DocumentKey; readonly fields: Fields }[],
  { onSkipped, onCut }: RestoreListener,
): number {
  let made = 0;
  store.transaction(() => {
    for (const { key, fields } of page) {
      const { mirror_cut: cut, ...found } = fromFirestore(fields) as Fields;
      try {
        store.transaction(() => makeRow(store, key, found));
      } catch (error) {
        onSkipped(key, (error as Error).message);
        continue;
      }
      made++;
      if (Array.isArray(cut)) onCut(key, cut.map(String));
    }
  });
  return made;
}

function makeRow(store: Store, { tenant, collection, id }: DocumentKey, fields: Fields): void {
  if (collection === "tenants") makeTenant(store, tenant, fields);
  else {
    // A document whose tenant has no document of its own: we only know that the tenant existed.
    store.tenants.ensure(tenant, momentOf(fields, "created_at"));
    MAKERS[collection as (typeof RESTORED)[number]](store, tenant, id, fields);
  }
}

function makeTenant(store: Store, tenant: string, fields: Fields): void {
  store.tenants.restore(tenant, {
    createdAt: momentOf(fields, "created_at"),
    defaultModel: textOrNull(fields, "default_model"),
    // Documents of earlier releases do not say: the model that answers keeps answering.
    isDefaultChosen: fields.default_is_chosen !== false,
    settings: fields.settings ?? {},
  });
}

type Maker = (store: Store, tenant: string, id: string, fields: Fields) => void;

const MAKERS: Readonly<Record<(typeof RESTORED)[number], Maker>> = {
  models(store, tenant, id, fields) {
    store.models.insert(tenant, {
      id,
      name: text(fields, "name"),
      artifactPrefix: text(fields, "artifact_prefix"),
      metrics: (fields.metrics ?? {}) as Record<string, number>,
      segments: (fields.segments ?? []) as readonly unknown[],
      datasetId: textOrNull(fields, "dataset_id"),
      files: (fields.files ?? []) as readonly LearnedFile[],
      asOf: fields.as_of instanceof Date ? fields.as_of.getTime() : null,
      jobId: text(fields, "job_id"),
      createdAt: momentOf(fields, "created_at"),
    });
  },

  predictions(store, tenant, id, fields) {
    store.predictions.insert(tenant, {
      id,
      modelId: text(fields, "model_id"),
      payload: fields.payload ?? {},
      result: fields.result ?? {},
      batchFileUrl: textOrNull(fields, "batch_file_url"),
      label: textOrNull(fields, "label"),
      createdAt: momentOf(fields, "created_at"),
    });
  },

  queue_jobs(store, tenant, id, fields) {
    store.jobs.restore(tenant, {
      id,
      kind: text(fields, "kind") as JobKind,
      status: text(fields, "status") as JobStatus,
      payload: (fields.payload ?? {}) as Record<string, unknown>,
      result: fields.result ?? null,
      error: textOrNull(fields, "error"),
      runnable: fields.runnable === true,
      attempt: Number(fields.attempt ?? 0),
      kills: Number(fields.kills ?? 0),
      cancelRequested: fields.cancel_requested === true,
      progress: (fields.progress ?? null) as JobProgress | null,
      createdAt: momentOf(fields, "created_at"),
      updatedAt: momentOf(fields, "updated_at"),
    });
  },

  notifications(store, tenant, id, fields) {
    store.notifications.insert(tenant, {
      id,
      kind: text(fields, "kind"),
      tone: text(fields, "tone") as "good" | "warn" | "bad",
      title: text(fields, "title"),
      text: text(fields, "text"),
      link: textOrNull(fields, "link"),
      createdAt: momentOf(fields, "created_at"),
      readAt: fields.read_at instanceof Date ? fields.read_at.getTime() : null,
    });
  },
};

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw new Error(`its field ${name} is not text`);
  return value;
}

function textOrNull(fields: Fields, name: string): string | null {
  return fields[name] === null || fields[name] === undefined ? null : text(fields, name);
}

/** Milliseconds since 1970. */
function momentOf(fields: Fields, name: string): number {
  const value = fields[name];
  if (!(value instanceof Date)) throw new Error(`its field ${name} is not a timestamp`);
  return value.getTime();
}
