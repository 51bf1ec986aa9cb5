import { notingNew, notingSegments } from "./mirror-schema";

/** The moment of an ISO 8601 text, milliseconds since 1970. */
function moment(text: string): string {
  return `CAST(round(unixepoch(${text}, 'subsec') * 1000) AS INTEGER)`;
}

/** The as-of date in a model's job, or in its recorded run. */
function ofTraining(table: "jobs" | "training_runs", value: string): string {
  return `(SELECT ${value} FROM ${table} AS run WHERE run.tenant_id = models.tenant_id AND run.id = models.job_id)`;
}

/**
 * A data set becomes a growing list of files, and a model knows how new its orders are. The single file becomes the
 * first of its set, under the same id. The age of a model's orders comes from its job or its run; it stays open (NULL)
 * if both are gone.
 */
export const DATASET_FILES_SCHEMA = `
  CREATE TABLE dataset_files (
    tenant_id TEXT NOT NULL,
    -- The first file has the id of its data set.
    id TEXT NOT NULL,
    dataset_id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    path TEXT NOT NULL,
    mapping_path TEXT,
    date_order TEXT CHECK (date_order IN ('mdy', 'dmy', 'ymd')),
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
    inspection TEXT NOT NULL CHECK (json_valid(inspection)),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, dataset_id) REFERENCES datasets (tenant_id, id) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX dataset_files_of ON dataset_files (tenant_id, dataset_id, added_at, id);
  CREATE INDEX dataset_files_mappings ON dataset_files (tenant_id, mapping_path) WHERE mapping_path IS NOT NULL;
  INSERT INTO dataset_files
    (tenant_id, id, dataset_id, file_name, path, mapping_path, sha256, size_bytes, inspection, added_at)
    SELECT tenant_id, id, id, file_name, dataset_path, mapping_path, sha256, size_bytes, inspection, created_at FROM datasets;
  ALTER TABLE datasets DROP COLUMN file_name;
  ALTER TABLE datasets DROP COLUMN mapping_path;
  ALTER TABLE datasets DROP COLUMN sha256;
  ALTER TABLE datasets DROP COLUMN size_bytes;
  ALTER TABLE datasets DROP COLUMN inspection;

  -- The newest order that it was learned from.
  ALTER TABLE models ADD COLUMN as_of INTEGER;
  -- The files that it was learned from, as they were then.
  ALTER TABLE models ADD COLUMN files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(files));
  CREATE INDEX models_by_orders ON models (tenant_id, coalesce(as_of, created_at) DESC, created_at DESC, id DESC);
  -- 1: somebody chose the default model, and it stays. 0: it is the one with the newest orders.
  ALTER TABLE tenants ADD COLUMN default_is_chosen INTEGER NOT NULL DEFAULT 0 CHECK (default_is_chosen IN (0, 1));

  ${notingNew("tenants", "default_is_chosen", { name: "default", collection: "tenants", tenant: "id" })}
  ${notingNew("models", "as_of, files", { name: "orders", collection: "models" })}
  ${notingSegments("UPDATE OF as_of", "NEW", "orders")}

  UPDATE models SET
    as_of = ${moment(`coalesce(${ofTraining("jobs", "json_extract(result, '$.as_of')")}, ${ofTraining("training_runs", "json_extract(tags, '$.as_of')")})`)},
    files = coalesce((
      SELECT json_array(json_object('file_id', file.id, 'name', file.file_name, 'sha256',
        ${ofTraining("training_runs", "dataset_sha256")})) FROM dataset_files AS file
      WHERE file.tenant_id = models.tenant_id AND file.id = models.dataset_id
    ), '[]');
  -- A tenant with several models could choose its default, and has kept it.
  UPDATE tenants SET default_is_chosen =
    default_model_id IS NOT NULL AND (SELECT count(*) FROM models WHERE models.tenant_id = tenants.id) > 1;
`;
