import { ALERTS_SCHEMA } from "./alerts-schema";
import { DATASET_FILES_SCHEMA } from "./dataset-files-schema";
import { DESTINATIONS_SCHEMA } from "./destinations-schema";
import { INNGEST_SCHEMA } from "./inngest-schema";
import { MESSAGES_SCHEMA } from "./messages-schema";
import { MIRROR_SCHEMA } from "./mirror-schema";
import { OUTBOX_SCHEMA } from "./outbox-schema";
import { SAVED_SEGMENTS_SCHEMA } from "./saved-segments-schema";
import { TRAINING_RUNS_SCHEMA } from "./training-runs-schema";
import { WAREHOUSE_SCHEMA } from "./warehouse-schema";
import { WEEKLY_SCHEMA } from "./weekly-schema";

/** Written into the file's header, so that a restore can recognise a store. "Pern" in ASCII. */
export const APPLICATION_ID = 0x5065726e;

/**
 * The schema, one migration per version, never edited once released: a change is a new entry. Moments are milliseconds
 * since 1970. JSON columns hold the API's answers, in its own field names.
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
    -- How often its tables were rewritten: an open copy with an older number is opened again.
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
    -- The customer it is about: finds one person's among millions.
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
    kind TEXT NOT NULL CHECK (kind IN ('training', 'prediction', 'backtest', 'email', 'erasure')),
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
  -- Customers that a tenant chose to contact, and the control group to compare them with.
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
  MIRROR_SCHEMA,
  `
  -- A job of the lane of mails waits until here after a try that did not succeed.
  ALTER TABLE jobs ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0;
  -- Mails are sent by the server itself, the other jobs done by the pool's processes: each looks at its own, and counts it in the index alone.
  DROP INDEX jobs_to_run;
  CREATE INDEX jobs_to_run ON jobs (tenant_id, created_at, id, kind, status, runnable)
    WHERE runnable = 1 AND status = 'queued' AND kind <> 'email';
  CREATE INDEX jobs_to_send ON jobs (tenant_id, not_before, created_at, id, kind, status, runnable)
    WHERE runnable = 1 AND status = 'queued' AND kind = 'email';

  -- Addresses that get a tenant's notifications by e-mail, and the groups of events each wants.
  -- An address is personal data: it is deleted with the tenant.
  CREATE TABLE mail_recipients (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    groups TEXT NOT NULL CHECK (json_valid(groups)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, address)
  ) STRICT, WITHOUT ROWID;

  -- Whose programs are told. The secret has to be readable: each message is signed with it.
  CREATE TABLE webhooks (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    url TEXT NOT NULL,
    -- An empty list is every event.
    events TEXT NOT NULL CHECK (json_valid(events)),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    -- Why it was switched off, where the server did it.
    disabled_reason TEXT,
    secret TEXT NOT NULL,
    -- Signs beside the new one until then, so that a receiver can change over.
    old_secret TEXT,
    old_secret_until INTEGER,
    last_success_at INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;

  -- What is on its way to a recipient or a webhook.
  CREATE TABLE deliveries (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'webhook')),
    -- An address, NULL some days after the end; or the id of a webhook.
    target TEXT,
    event TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    -- When it is tried next; while it is being sent, when it is given up for lost and tried again. NULL at the end.
    next_at INTEGER,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK ((state IN ('waiting', 'sending')) = (next_at IS NOT NULL))
  ) STRICT;
  CREATE INDEX deliveries_due ON deliveries (next_at, id) WHERE next_at IS NOT NULL;
  CREATE INDEX deliveries_sending ON deliveries (tenant_id, channel, target, next_at) WHERE state = 'sending';
  CREATE INDEX deliveries_of ON deliveries (tenant_id, channel, target, id DESC);
  CREATE INDEX deliveries_ended ON deliveries (updated_at) WHERE next_at IS NULL;
  `,
  `
  -- People who work with a tenant's data, by Firebase account.
  -- An address is personal data: it is deleted with the membership.
  CREATE TABLE members (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    uid TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('analyst', 'business', 'admin')),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
  CREATE UNIQUE INDEX members_by_person ON members (uid, tenant_id);

  -- People invited to become members. The link holds random bits; only their hash is stored.
  CREATE TABLE invitations (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('analyst', 'business', 'admin')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
  CREATE INDEX invitations_by_age ON invitations (expires_at);

  -- Browsers whose people signed in by e-mail and password. The cookie holds random bits; here is their hash.
  CREATE TABLE person_sessions (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    hash BLOB NOT NULL PRIMARY KEY,
    uid TEXT NOT NULL,
    -- What the account's claims gave. NULL: the membership tells the role.
    claimed_role TEXT CHECK (claimed_role IN ('analyst', 'business', 'admin')),
    signed_in_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX person_sessions_of ON person_sessions (tenant_id, uid);
  CREATE INDEX person_sessions_by_age ON person_sessions (expires_at);
  `,
  TRAINING_RUNS_SCHEMA,
  INNGEST_SCHEMA,
  DATASET_FILES_SCHEMA,
  OUTBOX_SCHEMA,
  `
  -- Clients may choose ids of jobs, and so of predictions: only the time tells which is newer.
  CREATE INDEX predictions_newest ON predictions (tenant_id, created_at DESC, id DESC);
  DROP INDEX predictions_batches;
  CREATE INDEX predictions_batches ON predictions (tenant_id, created_at DESC, id DESC) WHERE batch_file_url IS NOT NULL;
  `,
  `
  -- What the contacts of a campaign were to bring on the day it was saved. NULL: an earlier release saved it.
  ALTER TABLE campaigns ADD COLUMN promise TEXT CHECK (json_valid(promise));
  `,
  MESSAGES_SCHEMA,
  `
  -- A data set has files of order lines, and files with one row per customer.
  ALTER TABLE dataset_files ADD COLUMN kind TEXT NOT NULL DEFAULT 'orders' CHECK (kind IN ('orders', 'customers'));
  `,
  SAVED_SEGMENTS_SCHEMA,
  WEEKLY_SCHEMA,
  DESTINATIONS_SCHEMA,
  ALERTS_SCHEMA,
  WAREHOUSE_SCHEMA,
];
