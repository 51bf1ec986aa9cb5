/** The record of every training. A run outlives its job's model, names no customers, and goes with its tenant. */
export const TRAINING_RUNS_SCHEMA = `
  CREATE TABLE training_runs (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    -- The job's.
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('completed', 'failed', 'cancelled')),
    parameters TEXT NOT NULL CHECK (json_valid(parameters)),
    metrics TEXT NOT NULL CHECK (json_valid(metrics)),
    tags TEXT NOT NULL CHECK (json_valid(tags)),
    dataset_sha256 TEXT,
    artifacts TEXT NOT NULL CHECK (json_valid(artifacts)),
    model_id TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    -- 1: the tracking server may know something of it.
    is_begun INTEGER NOT NULL DEFAULT 0 CHECK (is_begun IN (0, 1)),
    -- When the tracking server had all of it, and the id that it gave.
    sent_at INTEGER,
    sent_as TEXT,
    -- How often the tracking server refused it, and why the last time.
    tries INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
  CREATE INDEX training_runs_newest ON training_runs (tenant_id, ended_at DESC, id DESC);
  CREATE INDEX training_runs_unsent ON training_runs (ended_at, tenant_id, id) WHERE sent_at IS NULL;

  -- Tenants whose runs are to be deleted from the tracking server. It outlives the tenant, and goes when that is done.
  CREATE TABLE tracking_erasures (
    tenant_id TEXT NOT NULL PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER training_runs_erased AFTER DELETE ON training_runs WHEN OLD.is_begun = 1
  BEGIN
    INSERT INTO tracking_erasures (tenant_id) VALUES (OLD.tenant_id) ON CONFLICT DO NOTHING;
  END;
`;
