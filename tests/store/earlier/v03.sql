BEGIN;
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
CREATE TABLE sessions (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    hash BLOB NOT NULL PRIMARY KEY,
    key_prefix TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
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
CREATE TABLE schedules (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
    every TEXT NOT NULL CHECK (every IN ('weekly', 'monthly')),
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    next_due INTEGER NOT NULL
  ) STRICT;
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
CREATE UNIQUE INDEX datasets_by_path ON datasets (tenant_id, dataset_path);
CREATE INDEX datasets_newest ON datasets (tenant_id, created_at DESC, id DESC);
CREATE INDEX models_newest ON models (tenant_id, created_at DESC, id DESC);
CREATE INDEX predictions_about ON predictions (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX predictions_batches ON predictions (tenant_id, id) WHERE batch_file_url IS NOT NULL;
CREATE INDEX jobs_to_run ON jobs (tenant_id, created_at, id) WHERE runnable = 1 AND status = 'queued';
CREATE INDEX jobs_running ON jobs (tenant_id, lease_until) WHERE runnable = 1 AND status = 'processing';
CREATE INDEX jobs_newest ON jobs (tenant_id, created_at DESC, id DESC, kind, status);
CREATE INDEX jobs_active ON jobs (tenant_id, created_at DESC, id DESC, kind) WHERE status IN ('queued', 'processing');
CREATE INDEX jobs_erasures ON jobs (tenant_id, status, created_at, id) WHERE runnable = 1 AND kind = 'erasure';
CREATE INDEX jobs_erased ON jobs (tenant_id, updated_at) WHERE runnable = 1 AND kind = 'erasure' AND status = 'completed';
CREATE INDEX sessions_of ON sessions (tenant_id);
CREATE INDEX idempotency_oldest ON idempotency (created_at);
CREATE INDEX notifications_newest ON notifications (tenant_id, created_at DESC, id DESC);
CREATE INDEX notifications_unread ON notifications (tenant_id) WHERE read_at IS NULL;
CREATE INDEX schedules_due ON schedules (next_due);
CREATE INDEX campaign_members_about ON campaign_members (tenant_id, customer_id);
INSERT INTO tenants (id, default_model_id, served_at, settings, created_at) VALUES ('shop', 'model-1', 1, '{"currency":"EUR"}', 1);
INSERT INTO datasets (tenant_id, id, file_name, dataset_path, mapping_path, sha256, size_bytes, inspection, created_at) VALUES ('shop', 'data-1', 'orders é.csv', 'tenants/shop/datasets/data-1/dataset.csv', NULL, '0000000000000000000000000000000000000000000000000000000000000000', 1, '{"columns":["CustomerID"]}', 1);
INSERT INTO models (tenant_id, id, name, artifact_prefix, metrics, segments, dataset_id, job_id, revision, created_at) VALUES ('shop', 'model-1', 'name of models', 'tenants/shop/models/model-1', '{"churn_auc":0.75}', '[]', 'data-1', 'job-1', 1, 1);
INSERT INTO predictions (tenant_id, id, model_id, payload, result, batch_file_url, label, created_at) VALUES ('shop', 'predictions-1', 'model-1', '{"customer_id":"customer-1","note":"é, ''quoted''"}', '{"segment":1}', 'tenants/shop/outputs/predictions-1.csv', 'label of predictions', 1);
INSERT INTO jobs (tenant_id, id, kind, status, payload, result, error, runnable, attempt, kills, lease_until, cancel_requested, progress, last_event, created_at, updated_at) VALUES ('shop', 'job-1', 'training', 'completed', '{"customer_id":"customer-1","note":"é, ''quoted''"}', '{"segment":1}', 'error of jobs', 1, 1, 1, NULL, 0, NULL, 1, 1, 1);
INSERT INTO job_events (tenant_id, job_id, sequence, event, data, at) VALUES ('shop', 'job-1', 1, 'event of job_events', '{"job_id":"job-1"}', 1);
INSERT INTO job_notes (tenant_id, job_id, name, note) VALUES ('shop', 'job-1', 'name of job_notes', '{}');
INSERT INTO api_keys (tenant_id, id, prefix, hash, role, name, created_at, revoked_at) VALUES ('shop', 'api_keys-1', 'prefix of api_keys', x'6170695f6b6579732e68617368', 'admin', 'name of api_keys', 1, 1);
INSERT INTO sessions (tenant_id, hash, key_prefix, expires_at) VALUES ('shop', x'73657373696f6e732e68617368', 'key_prefix of sessions', 1);
INSERT INTO idempotency (tenant_id, key, request_hash, status, body, created_at) VALUES ('shop', 'key of idempotency', 'request_hash of idempotency', 1, 'body of idempotency', 1);
INSERT INTO notifications (tenant_id, id, kind, tone, title, text, link, created_at, read_at) VALUES ('shop', 'notifications-1', 'training', 'good', 'title of notifications', 'text of notifications', 'link of notifications', 1, 1);
INSERT INTO schedules (tenant_id, every, day, hour, next_due) VALUES ('shop', 'weekly', 1, 1, 1);
INSERT INTO campaigns (tenant_id, id, name, model_id, filter, terms, starts_at, horizon_days, contacts, controls, created_at) VALUES ('shop', 'campaigns-1', 'name of campaigns', 'model-1', '{}', '{}', 1, 90, 1, 1, 1);
INSERT INTO campaign_members (tenant_id, campaign_id, customer_id, is_control) VALUES ('shop', 'campaigns-1', 'customer-1', 0);
PRAGMA application_id = 1348825710;
PRAGMA user_version = 3;
COMMIT;
