/** The collections of a tenant's document, and `tenants` itself. */
export const COLLECTIONS = [
  "tenants",
  "training_runs",
  "models",
  "segments",
  "predictions",
  "queue_jobs",
  "notifications",
] as const;

const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
const COUNT = "UPDATE mirror_state SET sequence = sequence + 1;";
const COLUMNS = "(tenant_id, collection, document_id, sequence, since)";
const SEQUENCE = "(SELECT sequence FROM mirror_state)";
/** A waiting row keeps the time of its first change; one that was set aside is tried again at once. */
const AGAIN = `ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;`;
const IS_ON = "(SELECT is_on FROM mirror_state)";

/** Notes that a document must be rewritten. */
function note(collection: string, tenant: string, id: string): string {
  return `${COUNT}
    INSERT INTO mirror_outbox ${COLUMNS} VALUES (${tenant}, '${collection}', ${id}, ${SEQUENCE}, ${NOW}) ${AGAIN}`;
}

/** Notes every change of `table`, but an update only if it changes one of `columns`. */
function noting(table: string, columns: string, collection: string, id = "id", tenant = "tenant_id"): string {
  const when = (event: string, row: string) =>
    `CREATE TRIGGER mirror_${table}_${event.slice(0, 6).toLowerCase()} AFTER ${event} ON ${table} WHEN ${IS_ON}
     BEGIN ${note(collection, `${row}.${tenant}`, `${row}.${id}`)} END;`;
  return [when("INSERT", "NEW"), when(`UPDATE OF ${columns}`, "NEW"), when("DELETE", "OLD")].join("\n");
}

/** The same for columns that a later migration added to `table`; `name` keeps the triggers apart. */
export function notingNew(
  table: string,
  columns: string,
  { collection, id = "id", tenant = "tenant_id", name }: NewNote,
): string {
  return `CREATE TRIGGER mirror_${table}_update_${name} AFTER UPDATE OF ${columns} ON ${table} WHEN ${IS_ON}
    BEGIN ${note(collection, `NEW.${tenant}`, `NEW.${id}`)} END;`;
}

interface NewNote {
  readonly collection: string;
  readonly name: string;
  readonly id?: string;
  readonly tenant?: string;
}

/** A training that has ended is also a document among the runs, and the tenant's document names the newest. */
function notingRuns(event: string, row: string, condition: string): string {
  return `CREATE TRIGGER mirror_runs_${event.slice(0, 6).toLowerCase()} AFTER ${event} ON jobs
    WHEN ${IS_ON} AND ${row}.kind = 'training' AND (${condition})
    BEGIN
      ${note("training_runs", `${row}.tenant_id`, `${row}.id`)}
      ${note("tenants", `${row}.tenant_id`, `${row}.tenant_id`)}
    END;`;
}

/**
 * The documents are the newest model's segments. Those of another model of the same tenant may still exist and must go.
 */
export function notingSegments(event: string, row: string, name = event.slice(0, 6).toLowerCase()): string {
  const idsIn = (from: string) =>
    `SELECT CAST(json_extract(segment.value, '$.segment') AS TEXT) AS id FROM ${from} AS segment`;
  return `CREATE TRIGGER mirror_segments_${name} AFTER ${event} ON models WHEN ${IS_ON}
    BEGIN
      ${COUNT}
      INSERT INTO mirror_outbox ${COLUMNS}
      SELECT ${row}.tenant_id, 'segments', id, ${SEQUENCE}, ${NOW} FROM (
        ${idsIn(`json_each(${row}.segments)`)}
        UNION ${idsIn("models, json_each(models.segments)")} WHERE models.tenant_id = ${row}.tenant_id
      ) WHERE id IS NOT NULL
      ${AGAIN}
    END;`;
}

const ENDED = "('completed', 'failed')";
const JOB_COLUMNS =
  "kind, status, payload, result, error, runnable, attempt, kills, cancel_requested, progress, created_at, updated_at";

/**
 * What to copy to Firestore. Triggers, not the repositories, note every change, so that none is forgotten; they do
 * nothing while the mirror is off. The outbox only names rows: the sender reads their current content.
 */
export const MIRROR_SCHEMA = `
  CREATE TABLE mirror_state (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    -- Number of the newest change.
    sequence INTEGER NOT NULL,
    -- 0: there may be documents without a row, from the time when the mirror was off.
    is_swept INTEGER NOT NULL CHECK (is_swept IN (0, 1))
  ) STRICT;
  INSERT INTO mirror_state (one, is_on, sequence, is_swept) VALUES (1, 0, 0, 0);

  -- It outlives the tenant: that its documents are to be deleted is what it says then. It goes when they are.
  CREATE TABLE mirror_outbox (
    tenant_id TEXT NOT NULL,
    collection TEXT NOT NULL CHECK (collection IN (${COLLECTIONS.map((name) => `'${name}'`).join(", ")})),
    document_id TEXT NOT NULL,
    -- Of the row's newest change.
    sequence INTEGER NOT NULL,
    -- When its first change was made that is not copied.
    since INTEGER NOT NULL,
    -- How often Firestore refused the document.
    tries INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    PRIMARY KEY (tenant_id, collection, document_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX mirror_outbox_next ON mirror_outbox (sequence);
  CREATE INDEX mirror_outbox_oldest ON mirror_outbox (since) WHERE reason IS NULL;

  ${noting("tenants", "default_model_id, settings, created_at", "tenants", "id", "id")}
  ${noting("models", "name, artifact_prefix, metrics, segments, dataset_id, job_id, revision, created_at", "models")}
  ${notingSegments("INSERT", "NEW")}
  ${notingSegments("UPDATE OF segments", "NEW")}
  ${notingSegments("DELETE", "OLD")}
  ${noting("predictions", "model_id, payload, result, batch_file_url, label, created_at", "predictions")}
  ${noting("notifications", "kind, tone, title, text, link, created_at, read_at", "notifications")}
  ${noting("jobs", JOB_COLUMNS, "queue_jobs")}
  ${notingRuns("INSERT", "NEW", `NEW.status IN ${ENDED}`)}
  ${notingRuns(`UPDATE OF ${JOB_COLUMNS}`, "NEW", `NEW.status IN ${ENDED} OR OLD.status IN ${ENDED}`)}
  ${notingRuns("DELETE", "OLD", `OLD.status IN ${ENDED}`)}
`;
