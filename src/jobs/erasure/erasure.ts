import { namedTexts } from "../../answers/rules/named-texts";
import { comparedName, isPerson, type Person, writtenNames } from "../../pipeline/erase/person";
import { markOf } from "../../store/customer-mark";
import { everyFile } from "../../store/datasets";
import type { ErasurePayload } from "../../store/erasures";
import type { JobRow } from "../../store/job-row";
import { stepsPrefix } from "../../store/object-keys";
import type { Store } from "../../store/store";
import type { DonePart, HandlerTools, JobHandler } from "../job-handler";
import type { ErasureStep, ErasureTask, FileNote, Preparation, UploadFacts } from "./erasure-task";
import { type CustomerRows, EMAILS_NOTE, proofOf, ROWS_NOTE } from "./proof";

/**
 * Jobs that erase a person or a tenant. The worker goes file by file and has each change recorded before it replaces
 * the file. Then the rows are removed, and finally the store is rewritten. The proof is built from the records. Running
 * again does what is left.
 */
export function erasureJobs({ store, blobs }: HandlerTools): JobHandler<ErasureTask, null> {
  return {
    async prepare({ tenant, id, payload, updatedAt }) {
      const notes = store.notes.of(tenant, id);
      const place = { ...blobs.place, storePath: store.path, tenant, job: id };
      const asked = payload as ErasurePayload;
      if (notes.has(ROWS_NOTE) || "customer" in asked) return { ...place, scope: "rest" };
      if (asked.scope === "tenant") return { ...place, scope: "tenant" };
      return {
        ...place,
        scope: "customer",
        customerId: asked.customer_id,
        // As it was claimed.
        begunAt: updatedAt,
        emails: (notes.get(EMAILS_NOTE) as readonly string[] | undefined) ?? null,
        uploads: store.datasets.list(tenant).flatMap((dataset) =>
          everyFile(dataset).map(
            ({ id, kind, fileName, path: key, mappingPath: mappingKey, inspection }) => ({
              id,
              datasetId: dataset.id,
              fileName,
              key,
              mappingKey,
              keyColumn: kind === "orders" ? null : keyColumnOf(inspection),
              isQuery: kind === "orders" && dataset.query !== null,
            }),
          ),
        ),
        modelPrefixes: store.models.list(tenant).map(({ artifactPrefix }) => artifactPrefix),
        outputKeys: store.predictions.batches(tenant).map(({ batchFileUrl }) => batchFileUrl!),
        noted: [...notes.keys()],
      };
    },

    elsewhere: {
      // Without a bucket, a worker of this machine would write beside the files themselves.
      split: (task) =>
        task.scope === "customer" && task.bucket ? [{ ...task, storePath: "", prepares: true }] : [],
      headStart: () => 300,
      join: (task, [part]) => ({ task: preparedTask(task, part!) }),
      keepsFiles: true,
    },

    step(job, step) {
      const told = step as ErasureStep;
      if (told.type === "emails") {
        store.notes.add(job.tenant, job.id, EMAILS_NOTE, told.emails);
        return;
      }
      if (told.type === "file") {
        store.notes.add(job.tenant, job.id, told.key, told.note);
        return;
      }
      const { tenant, id } = job;
      const asked = job.payload as ErasurePayload;
      if (asked.scope === "tenant") store.notes.add(tenant, id, ROWS_NOTE, tenantRows(store, job));
      else if ("customer_id" in asked) {
        const rows = eraseRows(store, job, { id: asked.customer_id, emails: told.emails }, told.files);
        store.notes.add(tenant, id, ROWS_NOTE, rows);
        store.notes.remove(tenant, id, EMAILS_NOTE);
        store.jobs.setPayload(tenant, id, { scope: "customer", customer: markOf(asked.customer_id) });
      }
    },

    commit({ tenant, id }) {
      const job = store.jobs.find(tenant, id)!;
      return { result: proofOf(store, job), store: () => store.notes.clear(tenant, id) };
    },

    async discard() {},
  };
}

/** The task for this server, with the copies that another machine has made. */
function preparedTask(task: ErasureTask, { outcome, files }: DonePart): ErasureTask {
  if (task.scope !== "customer") throw new RangeError(`nothing is prepared for ${task.scope}`);
  const { emails, notes } = outcome as Preparation;
  const copies = new Map(files.map(({ key, at, sha256 }) => [key, { at, sha256 }]));
  return { ...task, prepared: { emails, notes, copies, exchanged: stepsPrefix(task.tenant, task.job) } };
}

/** The column of a customers' file that names the customer; "unknown" if it has not been matched. */
function keyColumnOf(inspection: unknown): number | "unknown" {
  return (inspection as { key_column?: number | null } | null)?.key_column ?? "unknown";
}

function tenantRows(store: Store, { tenant, id }: JobRow) {
  const { idempotency: stored_answers, ...rows } = store.tenants.empty(tenant, id);
  return { ...rows, stored_answers };
}

/** Removes a person from the rows and updates the facts about the rewritten files. */
function eraseRows(
  store: Store,
  { tenant, id }: JobRow,
  person: Person,
  facts: readonly UploadFacts[],
): CustomerRows {
  const notes = store.notes.of(tenant, id) as Map<string, FileNote>;
  for (const note of notes.values()) {
    if (note.type === "dataset deleted") store.datasets.deleteFile(tenant, note.file_id);
  }
  for (const { id, sha256, sizeBytes, seen } of facts) {
    // Earlier findings about the file show its cells and are no longer true.
    const { account, warnings, report, ...inspection } = (store.datasets.findFile(tenant, id)?.inspection ??
      {}) as Record<string, unknown>;
    store.datasets.updateFile(tenant, { id, sha256, sizeBytes, inspection: { ...inspection, ...seen } });
  }
  for (const { id, batchFileUrl, result } of store.predictions.batches(tenant)) {
    const note = notes.get(batchFileUrl!);
    const without = batchWithout(result, person, note?.type === "batch" ? note.rows_removed : 0);
    if (without) store.predictions.setResult(tenant, id, without);
  }
  forgetWarehouseRows(store, tenant);
  store.erasedPeople.add(tenant, [comparedName(person.id), ...person.emails]);
  store.models.revise(tenant);
  const forgotten = (forget: (name: string) => number) =>
    [person.id, ...person.emails].reduce((sum, name) => sum + forget(name), 0);
  return {
    predictions_deleted: forgotten((name) => store.predictions.forgetCustomer(tenant, name)),
    campaign_places_deleted: forgotten((name) => store.campaigns.forgetCustomer(tenant, name)),
    saved_segments_deleted: store.savedSegments
      .list(tenant)
      .filter(({ rule }) => namedTexts(rule).some((text) => isPerson(text, person)))
      .filter(({ id }) => store.savedSegments.delete(tenant, id)).length,
    jobs_deleted: forgotten((name) => store.jobs.forgetCustomer(tenant, name, id)),
    stored_answers_deleted: forgotten((name) => store.idempotency.forgetText(tenant, name)),
  };
}

/** What was seen of warehouses shows their cells. The next reading sees them again, without who was erased. */
function forgetWarehouseRows(store: Store, tenant: string): void {
  store.datasetQueries.forget(tenant);
  for (const { query, files } of store.datasets.list(tenant))
    for (const file of query ? files : []) {
      const inspection = { ...(file.inspection as object), preview: [], warnings: [], roles: {} };
      store.datasets.updateFile(tenant, { ...file, inspection });
    }
}

/** A batch's record without the customer; null if neither the record nor its file mentioned them. */
function batchWithout(result: unknown, person: Person, removedFromFile: number): unknown {
  const names = writtenNames(person);
  const { rows = [], count = 0 } = result as { rows?: readonly Record<string, unknown>[]; count?: number };
  const kept = rows.filter(({ CustomerID }) => !names.has(String(CustomerID)));
  if (kept.length === rows.length && removedFromFile === 0) return null;
  return { ...(result as object), rows: kept, count: count - removedFromFile };
}
