/** Written into the file's header, so that a restore can tell a store from any other SQLite file. "Pern" in ASCII. */
export const APPLICATION_ID = 0x5065726e;

/**
 * The schema, one migration a version, never edited once released: a change is a new entry. Moments are milliseconds since
 * 1970; JSON columns hold what the API answers with, in its own field names.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE tenants (
    id TEXT NOT NULL PRIMARY KEY,
    default_model_id TEXT,
    -- When the pool last began a job of the tenant: of those that wait, the one that was served longest ago is next.
    served_at INTEGER NOT NULL DEFAULT 0,
    -- What the tenant has set for its pages and trainings.
    settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE datasets (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    dataset_path TEXT NOT NULL,
    mapping_path TEXT,
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
    inspection TEXT NOT NULL CHECK (json_valid(inspection)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
  CREATE UNIQUE INDEX datasets_by_path ON datasets (tenant_id, dataset_path);
  CREATE INDEX datasets_newest ON datasets (tenant_id, created_at DESC, id DESC);

  CREATE TABLE models (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    artifact_prefix TEXT NOT NULL,
    metrics TEXT NOT NULL CHECK (json_valid(metrics)),
    segments TEXT NOT NULL CHECK (json_valid(segments)),
    dataset_id TEXT,
    job_id TEXT NOT NULL,
    -- How often its tables were written anew: who has it open from before opens it again.
    revision INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
  CREATE INDEX models_newest ON models (tenant_id, created_at DESC, id DESC);

  CREATE TABLE predictions (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    model_id TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    result TEXT NOT NULL CHECK (json_valid(result)),
    batch_file_url TEXT,
    label TEXT,
    created_at INTEGER NOT NULL,
    -- Whom it is about, so that a person is found among millions.
    customer_id TEXT AS (coalesce(
      CAST(json_extract(payload, '$.customer_id') AS TEXT), CAST(json_extract(result, '$.customer_id') AS TEXT)
    )) VIRTUAL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
  CREATE INDEX predictions_about ON predictions (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
  CREATE INDEX predictions_batches ON predictions (tenant_id, id) WHERE batch_file_url IS NOT NULL;

  CREATE TABLE jobs (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('training', 'prediction', 'email', 'erasure')),
    status TEXT NOT NULL CHECK (status IN ('queued', 'processing', 'completed', 'failed', 'cancelled')),
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    result TEXT CHECK (json_valid(result)),
    error TEXT,
    -- 1: the pool runs it. 0: a client keeps this row itself, by POST and PATCH /queue.
    runnable INTEGER NOT NULL CHECK (runnable IN (0, 1)),
    attempt INTEGER NOT NULL DEFAULT 0,
    kills INTEGER NOT NULL DEFAULT 0,
    -- Until when the run that was claimed may be taken for alive. A run that is processing always has one.
    lease_until INTEGER,
    cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
    progress TEXT CHECK (json_valid(progress)),
    -- Number of the newest event, so that a number is never given twice.
    last_event INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK (runnable = 0 OR (status = 'processing') = (lease_until IS NOT NULL))
  ) STRICT;
  CREATE INDEX jobs_to_run ON jobs (tenant_id, created_at, id) WHERE runnable = 1 AND status = 'queued';
  CREATE INDEX jobs_running ON jobs (tenant_id, lease_until) WHERE runnable = 1 AND status = 'processing';
  -- Kind and status are in it so that a listing that filters by them reads no row in vain.
  CREATE INDEX jobs_newest ON jobs (tenant_id, created_at DESC, id DESC, kind, status);
  CREATE INDEX jobs_active ON jobs (tenant_id, created_at DESC, id DESC, kind) WHERE status IN ('queued', 'processing');

  -- A tenant's other jobs wait for these.
  CREATE INDEX jobs_erasures ON jobs (tenant_id, status, created_at, id) WHERE runnable = 1 AND kind = 'erasure';
  CREATE INDEX jobs_erased ON jobs (tenant_id, updated_at) WHERE runnable = 1 AND kind = 'erasure' AND status = 'completed';

  CREATE TABLE job_events (
    tenant_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    event TEXT NOT NULL,
    data TEXT NOT NULL CHECK (json_valid(data)),
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, job_id, sequence),
    FOREIGN KEY (tenant_id, job_id) REFERENCES jobs (tenant_id, id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;

  -- What a job has done for good, of all its attempts: it is not undone where the job fails.
  CREATE TABLE job_notes (
    tenant_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL CHECK (json_valid(note)),
    PRIMARY KEY (tenant_id, job_id, name),
    FOREIGN KEY (tenant_id, job_id) REFERENCES jobs (tenant_id, id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE api_keys (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    prefix TEXT NOT NULL UNIQUE,
    hash BLOB NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('analyst', 'business', 'admin')),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;

  -- Browsers that signed in by a key. The cookie holds random bits; here is their hash.
  CREATE TABLE sessions (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    hash BLOB NOT NULL PRIMARY KEY,
    key_prefix TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_of ON sessions (tenant_id);

  CREATE TABLE idempotency (
    tenant_id TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    -- NULL as long as the first request with this key is not answered.
    status INTEGER,
    body TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX idempotency_oldest ON idempotency (created_at);
  `,
  `
  -- What a tenant is told. Names no customer.
  CREATE TABLE notifications (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    tone TEXT NOT NULL CHECK (tone IN ('good', 'warn', 'bad')),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    link TEXT,
    created_at INTEGER NOT NULL,
    read_at INTEGER,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
  CREATE INDEX notifications_newest ON notifications (tenant_id, created_at DESC, id DESC);
  CREATE INDEX notifications_unread ON notifications (tenant_id) WHERE read_at IS NULL;

  -- When a tenant's newest data set is trained on again.
  CREATE TABLE schedules (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
    every TEXT NOT NULL CHECK (every IN ('weekly', 'monthly')),
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    next_due INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX schedules_due ON schedules (next_due);
  `,
  `
  -- Whom a tenant chose to contact, and whom to leave alone and compare with.
  CREATE TABLE campaigns (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    model_id TEXT NOT NULL,
    filter TEXT NOT NULL CHECK (json_valid(filter)),
    terms TEXT NOT NULL CHECK (json_valid(terms)),
    starts_at INTEGER NOT NULL,
    horizon_days INTEGER NOT NULL CHECK (horizon_days > 0),
    contacts INTEGER NOT NULL CHECK (contacts >= 0),
    controls INTEGER NOT NULL CHECK (controls >= 0),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
  CREATE TABLE campaign_members (
    tenant_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    is_control INTEGER NOT NULL CHECK (is_control IN (0, 1)),
    PRIMARY KEY (tenant_id, campaign_id, customer_id),
    FOREIGN KEY (tenant_id, campaign_id) REFERENCES campaigns (tenant_id, id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX campaign_members_about ON campaign_members (tenant_id, customer_id);
  `,
];
