import type { CustomerMark } from "../../store/customer-mark";
import type { ErasurePayload } from "../../store/erasures";
import type { JobRow } from "../../store/job-row";
import type { Store } from "../../store/store";
import type { FileNote } from "./erasure-task";

/** The name of the record about the rows; those about files have object keys. */
export const ROWS_NOTE = "rows";
/** The name of the record with the person's e-mail addresses, which the proof leaves out. */
export const EMAILS_NOTE = "emails";

/** Rows removed with a person. */
export interface CustomerRows {
  readonly predictions_deleted: number;
  readonly campaign_places_deleted: number;
  readonly saved_segments_deleted: number;
  readonly jobs_deleted: number;
  readonly stored_answers_deleted: number;
}

const NO_ROWS: CustomerRows = {
  predictions_deleted: 0,
  campaign_places_deleted: 0,
  saved_segments_deleted: 0,
  jobs_deleted: 0,
  stored_answers_deleted: 0,
};
const MODEL_FILE = /^tenants\/[^/]+\/models\/([^/]+)\/(.+)$/;

/** What an erasure has removed so far, over all attempts. Wire format. */
export function proofOf(store: Store, { tenant, id, payload }: JobRow) {
  const { [ROWS_NOTE]: rows, [EMAILS_NOTE]: _, ...files } = Object.fromEntries(store.notes.of(tenant, id));
  const notes = Object.entries(files) as [string, FileNote][];
  return (payload as ErasurePayload).scope === "tenant"
    ? tenantProof(tenant, notes, rows as Readonly<Record<string, number>> | undefined)
    : customerProof(
        notes,
        rows as CustomerRows | undefined,
        (payload as { customer?: CustomerMark }).customer,
      );
}

function customerProof(
  notes: readonly (readonly [string, FileNote])[],
  rows: CustomerRows | undefined,
  customer: CustomerMark | undefined,
) {
  const all = notes.map(([, note]) => note);
  const models = new Map<string, string[]>();
  for (const [key, note] of notes) {
    const [, model, file] = (note.type === "table" && MODEL_FILE.exec(key)) || [];
    if (model) models.set(model, [...(models.get(model) ?? []), file!]);
  }
  const found =
    all.some((note) => "rows_removed" in note && note.rows_removed > 0) ||
    Object.values({ ...NO_ROWS, ...rows }).some((count) => count > 0);
  const deleted = all.filter((note) => note.type === "dataset deleted");
  return {
    status: rows ? (found ? "erased" : "nothing_found") : "incomplete",
    ...(customer && { customer }),
    datasets: all.filter((note) => note.type === "dataset").map(({ type, ...told }) => told),
    datasets_deleted: deleted.map(({ type, ...told }) => told),
    models: Array.from(models, ([model_id, files_rewritten]) => ({ model_id, files_rewritten })),
    batches_rewritten: all.filter((note) => note.type === "batch").length,
    ...NO_ROWS,
    ...rows,
    leftover_files_deleted: filesOf(all, "leftover").files,
    warnings: deleted.map(
      ({ file_name }) =>
        `${file_name} could not be read, so nobody knows whose data it held. It was deleted completely.`,
    ),
    ...(!rows && { left: LEFT }),
  };
}

function tenantProof(
  tenant: string,
  notes: readonly (readonly [string, FileNote])[],
  rows: Readonly<Record<string, number>> | undefined,
) {
  return {
    status: rows ? "deleted" : "incomplete",
    tenant_id: tenant,
    ...rows,
    ...filesOf(
      notes.map(([, note]) => note),
      "folder",
    ),
    ...(!rows && { left: LEFT }),
  };
}

const LEFT = "Everything not named here. Ask for the same erasure again to continue where this one stopped.";

/** The totals of the notes of one type. */
function filesOf(notes: readonly FileNote[], type: "leftover" | "folder") {
  let [files, bytes] = [0, 0];
  for (const note of notes) {
    if (!("files" in note) || note.type !== type) continue;
    files += note.files;
    bytes += note.bytes;
  }
  return { files, bytes };
}
