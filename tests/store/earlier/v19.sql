BEGIN;
CREATE TABLE tenants (
    id TEXT NOT NULL PRIMARY KEY,
    default_model_id TEXT,
    -- When the pool last began a job of the tenant: of those that wait, the one that was served longest ago is next.
    served_at INTEGER NOT NULL DEFAULT 0,
    -- What the tenant has set for its pages and trainings.
    settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
    created_at INTEGER NOT NULL
  , default_is_chosen INTEGER NOT NULL DEFAULT 0 CHECK (default_is_chosen IN (0, 1))) STRICT;
CREATE TABLE datasets (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    dataset_path TEXT NOT NULL,
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
    -- How often its tables were rewritten: an open copy with an older number is opened again.
    revision INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL, as_of INTEGER, files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(files)),
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
    -- The customer it is about: finds one person's among millions.
    customer_id TEXT AS (coalesce(
      CAST(json_extract(payload, '$.customer_id') AS TEXT), CAST(json_extract(result, '$.customer_id') AS TEXT)
    )) VIRTUAL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
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
    created_at INTEGER NOT NULL, promise TEXT CHECK (json_valid(promise)),
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
CREATE TABLE mirror_state (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    -- Number of the newest change.
    sequence INTEGER NOT NULL,
    -- 0: there may be documents without a row, from the time when the mirror was off.
    is_swept INTEGER NOT NULL CHECK (is_swept IN (0, 1))
  ) STRICT;
CREATE TABLE mirror_outbox (
    tenant_id TEXT NOT NULL,
    collection TEXT NOT NULL CHECK (collection IN ('tenants', 'training_runs', 'models', 'segments', 'predictions', 'queue_jobs', 'notifications')),
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
    created_at INTEGER NOT NULL, format TEXT NOT NULL DEFAULT 'standard' CHECK (format IN ('standard', 'slack')),
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
CREATE TABLE members (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    uid TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('analyst', 'business', 'admin')),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
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
CREATE TABLE person_sessions (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    hash BLOB NOT NULL PRIMARY KEY,
    uid TEXT NOT NULL,
    -- What the account's claims gave. NULL: the membership tells the role.
    claimed_role TEXT CHECK (claimed_role IN ('analyst', 'business', 'admin')),
    signed_in_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
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
CREATE TABLE tracking_erasures (
    tenant_id TEXT NOT NULL PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
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
    added_at INTEGER NOT NULL, kind TEXT NOT NULL DEFAULT 'orders' CHECK (kind IN ('orders', 'customers')),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, dataset_id) REFERENCES datasets (tenant_id, id) ON DELETE CASCADE
  ) STRICT;
CREATE TABLE "mail_recipients" (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    -- Names the recipient in links, which must not hold the address.
    id TEXT NOT NULL,
    groups TEXT NOT NULL CHECK (json_valid(groups)),
    -- The groups that the person unsubscribed from, and when.
    unsubscribed TEXT NOT NULL CHECK (json_valid(unsubscribed)),
    -- Signs the links.
    secret BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, address)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE saved_segments (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    -- In text.
    rule TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
  ) STRICT, WITHOUT ROWID;
CREATE TABLE weekly_reports (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
    -- By the tenant's clock.
    day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 7),
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    next_due INTEGER NOT NULL,
    -- The Monday of the last week that had one.
    last_week TEXT
  ) STRICT;
CREATE TABLE destinations (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    every TEXT NOT NULL CHECK (every IN ('training', 'daily', 'weekly', 'never')),
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    -- NULL: it waits for no time of day.
    next_due INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
CREATE TABLE destination_runs (
    tenant_id TEXT NOT NULL,
    destination_id TEXT NOT NULL,
    id TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('training', 'schedule', 'request')),
    -- The model that chooses the customers. It may have been deleted since.
    model_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    -- How many were sent and left out, as counts alone. NULL: no file was made yet.
    counts TEXT CHECK (json_valid(counts)),
    -- The file, object or sheet.
    place TEXT,
    error TEXT,
    next_at INTEGER,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, destination_id) REFERENCES destinations (tenant_id, id) ON DELETE CASCADE
  ) STRICT;
CREATE TABLE outbox (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    -- The receiver's sign that two tries are one message.
    id TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'email', 'webhook', 'inngest', 'destination')),
    -- An address, NULL some days after the end; the id of a webhook or a destination; the id of the job that is asked for or mailed, NULL for messages about events.
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
CREATE TABLE alert_states (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
    -- The model that was looked at; NULL to look again.
    model_id TEXT,
    known TEXT NOT NULL CHECK (json_valid(known))
  ) STRICT;
CREATE TABLE dataset_queries (
    tenant_id TEXT NOT NULL,
    dataset_id TEXT NOT NULL,
    -- The operator's name for the warehouse. Its address and secrets are in the environment.
    connection TEXT NOT NULL,
    query TEXT,
    ready_made TEXT,
    -- What the last reading left in the data set's folder, and the marks of its buckets. NULL: nothing.
    kept TEXT CHECK (json_valid(kept)),
    -- When the schedule last found that no row had changed, milliseconds since 1970.
    unchanged_at INTEGER,
    PRIMARY KEY (tenant_id, dataset_id),
    FOREIGN KEY (tenant_id, dataset_id) REFERENCES datasets (tenant_id, id) ON DELETE CASCADE,
    CHECK ((query IS NULL) <> (ready_made IS NULL))
  ) STRICT;
CREATE TABLE erased_people (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    salt TEXT NOT NULL,
    PRIMARY KEY (tenant_id, hash)
  ) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX datasets_by_path ON datasets (tenant_id, dataset_path);
CREATE INDEX datasets_newest ON datasets (tenant_id, created_at DESC, id DESC);
CREATE INDEX models_newest ON models (tenant_id, created_at DESC, id DESC);
CREATE INDEX predictions_about ON predictions (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
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
CREATE INDEX mirror_outbox_next ON mirror_outbox (sequence);
CREATE INDEX mirror_outbox_oldest ON mirror_outbox (since) WHERE reason IS NULL;
CREATE INDEX jobs_to_run ON jobs (tenant_id, created_at, id, kind, status, runnable)
    WHERE runnable = 1 AND status = 'queued' AND kind <> 'email';
CREATE UNIQUE INDEX members_by_person ON members (uid, tenant_id);
CREATE INDEX invitations_by_age ON invitations (expires_at);
CREATE INDEX person_sessions_of ON person_sessions (tenant_id, uid);
CREATE INDEX person_sessions_by_age ON person_sessions (expires_at);
CREATE INDEX training_runs_newest ON training_runs (tenant_id, ended_at DESC, id DESC);
CREATE INDEX training_runs_unsent ON training_runs (ended_at, tenant_id, id) WHERE sent_at IS NULL;
CREATE INDEX dataset_files_of ON dataset_files (tenant_id, dataset_id, added_at, id);
CREATE INDEX dataset_files_mappings ON dataset_files (tenant_id, mapping_path) WHERE mapping_path IS NOT NULL;
CREATE INDEX models_by_orders ON models (tenant_id, coalesce(as_of, created_at) DESC, created_at DESC, id DESC);
CREATE INDEX jobs_to_send ON jobs (tenant_id, kind, status, runnable)
    WHERE runnable = 1 AND status = 'queued' AND kind = 'email';
CREATE INDEX predictions_newest ON predictions (tenant_id, created_at DESC, id DESC);
CREATE INDEX predictions_batches ON predictions (tenant_id, created_at DESC, id DESC) WHERE batch_file_url IS NOT NULL;
CREATE UNIQUE INDEX mail_recipients_by_id ON mail_recipients (tenant_id, id);
CREATE INDEX weekly_reports_due ON weekly_reports (next_due);
CREATE INDEX destinations_due ON destinations (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX destination_runs_newest ON destination_runs (tenant_id, destination_id, created_at DESC, id DESC);
CREATE INDEX outbox_due ON outbox (channel, next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_sending ON outbox (tenant_id, channel, target, next_at) WHERE state = 'sending';
CREATE INDEX outbox_of ON outbox (tenant_id, channel, target, id DESC);
CREATE INDEX outbox_asked ON outbox (created_at, id) WHERE channel = 'inngest' AND target IS NOT NULL;
CREATE INDEX outbox_ended ON outbox (updated_at) WHERE next_at IS NULL;
INSERT INTO tenants (id, default_model_id, served_at, settings, created_at, default_is_chosen) VALUES ('shop', 'model-1', 1, '{"currency":"EUR"}', 1, 1);
INSERT INTO datasets (tenant_id, id, dataset_path, created_at) VALUES ('shop', 'data-1', 'tenants/shop/datasets/data-1/dataset.csv', 1);
INSERT INTO models (tenant_id, id, name, artifact_prefix, metrics, segments, dataset_id, job_id, revision, created_at, as_of, files) VALUES ('shop', 'model-1', 'name of models', 'tenants/shop/models/model-1', '{"churn_auc":0.75}', '[]', 'data-1', 'job-1', 1, 1, 1, '[]');
INSERT INTO predictions (tenant_id, id, model_id, payload, result, batch_file_url, label, created_at) VALUES ('shop', 'predictions-1', 'model-1', '{"customer_id":"customer-1","note":"é, ''quoted''"}', '{"segment":1}', 'tenants/shop/outputs/predictions-1.csv', 'label of predictions', 1);
INSERT INTO jobs (tenant_id, id, kind, status, payload, result, error, runnable, attempt, kills, lease_until, cancel_requested, progress, last_event, created_at, updated_at) VALUES ('shop', 'job-1', 'training', 'completed', '{"customer_id":"customer-1","note":"é, ''quoted''"}', '{"segment":1}', 'error of jobs', 1, 1, 1, NULL, 0, NULL, 1, 1, 1);
INSERT INTO job_events (tenant_id, job_id, sequence, event, data, at) VALUES ('shop', 'job-1', 1, 'event of job_events', '{"job_id":"job-1"}', 1);
INSERT INTO job_notes (tenant_id, job_id, name, note) VALUES ('shop', 'job-1', 'name of job_notes', '{}');
INSERT INTO api_keys (tenant_id, id, prefix, hash, role, name, created_at, revoked_at) VALUES ('shop', 'api_keys-1', 'prefix of api_keys', x'6170695f6b6579732e68617368', 'admin', 'name of api_keys', 1, 1);
INSERT INTO sessions (tenant_id, hash, key_prefix, expires_at) VALUES ('shop', x'73657373696f6e732e68617368', 'key_prefix of sessions', 1);
INSERT INTO idempotency (tenant_id, key, request_hash, status, body, created_at) VALUES ('shop', 'key of idempotency', 'request_hash of idempotency', 1, 'body of idempotency', 1);
INSERT INTO notifications (tenant_id, id, kind, tone, title, text, link, created_at, read_at) VALUES ('shop', 'notifications-1', 'training', 'good', 'title of notifications', 'text of notifications', 'link of notifications', 1, 1);
INSERT INTO schedules (tenant_id, every, day, hour, next_due) VALUES ('shop', 'weekly', 1, 1, 1);
INSERT INTO campaigns (tenant_id, id, name, model_id, filter, terms, starts_at, horizon_days, contacts, controls, created_at, promise) VALUES ('shop', 'campaigns-1', 'name of campaigns', 'model-1', '{}', '{}', 1, 90, 1, 1, 1, NULL);
INSERT INTO campaign_members (tenant_id, campaign_id, customer_id, is_control) VALUES ('shop', 'campaigns-1', 'customer-1', 0);
INSERT INTO mirror_state (one, is_on, sequence, is_swept) VALUES (1, 0, 0, 0);
INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since, tries, not_before, reason) VALUES ('shop', 'models', 'document_id of mirror_outbox', 1, 1, 1, 1, 'reason of mirror_outbox');
INSERT INTO webhooks (tenant_id, id, url, events, enabled, disabled_reason, secret, old_secret, old_secret_until, last_success_at, created_at, format) VALUES ('shop', 'webhooks-1', 'url of webhooks', '[]', 1, 'disabled_reason of webhooks', 'secret of webhooks', 'old_secret of webhooks', 1, 1, 1, 'standard');
INSERT INTO outbox (tenant_id, id, channel, target, event, payload, state, attempts, next_at, last_error, created_at, updated_at) VALUES ('shop', 'outbox-1', 'webhook', 'webhooks-1', 'event of outbox', '{"customer_id":"customer-1","note":"é, ''quoted''"}', 'waiting', 1, 5000, 'last_error of outbox', 1, 1);
INSERT INTO members (tenant_id, id, uid, email, role, created_at) VALUES ('shop', 'members-1', 'uid of members', 'email of members', 'admin', 1);
INSERT INTO invitations (tenant_id, id, hash, email, role, created_at, expires_at) VALUES ('shop', 'invitations-1', x'696e7669746174696f6e732e68617368', 'email of invitations', 'admin', 1, 1);
INSERT INTO person_sessions (tenant_id, hash, uid, claimed_role, signed_in_at, expires_at) VALUES ('shop', x'706572736f6e5f73657373696f6e732e68617368', 'uid of person_sessions', NULL, 1, 1);
INSERT INTO training_runs (tenant_id, id, name, status, parameters, metrics, tags, dataset_sha256, artifacts, model_id, started_at, ended_at, is_begun, sent_at, sent_as, tries, not_before, reason) VALUES ('shop', 'training_runs-1', 'name of training_runs', 'completed', '{}', '{"churn_auc":0.75}', '{}', 'dataset_sha256 of training_runs', '{}', 'model-1', 1, 1, 1, 1, 'sent_as of training_runs', 1, 1, 'reason of training_runs');
INSERT INTO tracking_erasures (tenant_id) VALUES ('shop');
INSERT INTO mail_recipients (tenant_id, address, id, groups, unsubscribed, secret, created_at) VALUES ('shop', 'address of mail_recipients', 'mail_recipients-1', '["jobs"]', '{}', x'6d61696c5f726563697069656e74732e736563726574', 1);
INSERT INTO saved_segments (tenant_id, id, name, rule, created_at, updated_at) VALUES ('shop', 'saved_segments-1', 'name of saved_segments', 'rule of saved_segments', 1, 1);
INSERT INTO dataset_files (tenant_id, id, dataset_id, file_name, path, mapping_path, date_order, sha256, size_bytes, inspection, added_at, kind) VALUES ('shop', 'dataset_files-1', 'data-1', 'orders é.csv', 'tenants/shop/datasets/data-1/dataset.csv', NULL, NULL, '0000000000000000000000000000000000000000000000000000000000000000', 1, '{"columns":["CustomerID"]}', 1, 'orders');
INSERT INTO alert_states (tenant_id, model_id, known) VALUES ('shop', 'model-1', '{}');
INSERT INTO weekly_reports (tenant_id, day, hour, next_due, last_week) VALUES ('shop', 1, 1, 1, 'last_week of weekly_reports');
INSERT INTO destinations (tenant_id, id, name, settings, every, day, hour, next_due, created_at) VALUES ('shop', 'destinations-1', 'name of destinations', '{"currency":"EUR"}', 'weekly', 1, 1, 1, 1);
INSERT INTO destination_runs (tenant_id, destination_id, id, reason, model_id, state, attempts, counts, place, error, next_at, created_at, ended_at) VALUES ('shop', 'destinations-1', 'destination_runs-1', 'schedule', 'model-1', 'waiting', 1, '{}', 'place of destination_runs', 'error of destination_runs', 5000, 1, 1);
INSERT INTO dataset_queries (tenant_id, dataset_id, connection, query, ready_made, kept, unchanged_at) VALUES ('shop', 'data-1', 'connection of dataset_queries', 'SELECT * FROM orders', NULL, '{"prefix":"p","marks":[],"terms":"t"}', 1);
INSERT INTO erased_people (tenant_id, hash, salt) VALUES ('shop', 'hash of erased_people', 'salt of erased_people');
CREATE TRIGGER mirror_tenants_insert AFTER INSERT ON tenants WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.id, 'tenants', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_tenants_update AFTER UPDATE OF default_model_id, settings, created_at ON tenants WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.id, 'tenants', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_tenants_delete AFTER DELETE ON tenants WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (OLD.id, 'tenants', OLD.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_models_insert AFTER INSERT ON models WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'models', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_models_update AFTER UPDATE OF name, artifact_prefix, metrics, segments, dataset_id, job_id, revision, created_at ON models WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'models', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_models_delete AFTER DELETE ON models WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (OLD.tenant_id, 'models', OLD.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_segments_insert AFTER INSERT ON models WHEN (SELECT is_on FROM mirror_state)
    BEGIN
      UPDATE mirror_state SET sequence = sequence + 1;
      INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since)
      SELECT NEW.tenant_id, 'segments', id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM (
        SELECT CAST(json_extract(segment.value, '$.segment') AS TEXT) AS id FROM json_each(NEW.segments) AS segment
        UNION SELECT CAST(json_extract(segment.value, '$.segment') AS TEXT) AS id FROM models, json_each(models.segments) AS segment WHERE models.tenant_id = NEW.tenant_id
      ) WHERE id IS NOT NULL
      ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;
    END;
CREATE TRIGGER mirror_segments_update AFTER UPDATE OF segments ON models WHEN (SELECT is_on FROM mirror_state)
    BEGIN
      UPDATE mirror_state SET sequence = sequence + 1;
      INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since)
      SELECT NEW.tenant_id, 'segments', id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM (
        SELECT CAST(json_extract(segment.value, '$.segment') AS TEXT) AS id FROM json_each(NEW.segments) AS segment
        UNION SELECT CAST(json_extract(segment.value, '$.segment') AS TEXT) AS id FROM models, json_each(models.segments) AS segment WHERE models.tenant_id = NEW.tenant_id
      ) WHERE id IS NOT NULL
      ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;
    END;
CREATE TRIGGER mirror_segments_delete AFTER DELETE ON models WHEN (SELECT is_on FROM mirror_state)
    BEGIN
      UPDATE mirror_state SET sequence = sequence + 1;
      INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since)
      SELECT OLD.tenant_id, 'segments', id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM (
        SELECT CAST(json_extract(segment.value, '$.segment') AS TEXT) AS id FROM json_each(OLD.segments) AS segment
        UNION SELECT CAST(json_extract(segment.value, '$.segment') AS TEXT) AS id FROM models, json_each(models.segments) AS segment WHERE models.tenant_id = OLD.tenant_id
      ) WHERE id IS NOT NULL
      ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;
    END;
CREATE TRIGGER mirror_predictions_insert AFTER INSERT ON predictions WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'predictions', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_predictions_update AFTER UPDATE OF model_id, payload, result, batch_file_url, label, created_at ON predictions WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'predictions', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_predictions_delete AFTER DELETE ON predictions WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (OLD.tenant_id, 'predictions', OLD.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_notifications_insert AFTER INSERT ON notifications WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'notifications', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_notifications_update AFTER UPDATE OF kind, tone, title, text, link, created_at, read_at ON notifications WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'notifications', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_notifications_delete AFTER DELETE ON notifications WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (OLD.tenant_id, 'notifications', OLD.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_jobs_insert AFTER INSERT ON jobs WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'queue_jobs', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_jobs_update AFTER UPDATE OF kind, status, payload, result, error, runnable, attempt, kills, cancel_requested, progress, created_at, updated_at ON jobs WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'queue_jobs', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_jobs_delete AFTER DELETE ON jobs WHEN (SELECT is_on FROM mirror_state)
     BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (OLD.tenant_id, 'queue_jobs', OLD.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_runs_insert AFTER INSERT ON jobs
    WHEN (SELECT is_on FROM mirror_state) AND NEW.kind = 'training' AND (NEW.status IN ('completed', 'failed'))
    BEGIN
      UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'training_runs', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;
      UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'tenants', NEW.tenant_id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;
    END;
CREATE TRIGGER mirror_runs_update AFTER UPDATE OF kind, status, payload, result, error, runnable, attempt, kills, cancel_requested, progress, created_at, updated_at ON jobs
    WHEN (SELECT is_on FROM mirror_state) AND NEW.kind = 'training' AND (NEW.status IN ('completed', 'failed') OR OLD.status IN ('completed', 'failed'))
    BEGIN
      UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'training_runs', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;
      UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'tenants', NEW.tenant_id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;
    END;
CREATE TRIGGER mirror_runs_delete AFTER DELETE ON jobs
    WHEN (SELECT is_on FROM mirror_state) AND OLD.kind = 'training' AND (OLD.status IN ('completed', 'failed'))
    BEGIN
      UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (OLD.tenant_id, 'training_runs', OLD.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;
      UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (OLD.tenant_id, 'tenants', OLD.tenant_id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;
    END;
CREATE TRIGGER training_runs_erased AFTER DELETE ON training_runs WHEN OLD.is_begun = 1
  BEGIN
    INSERT INTO tracking_erasures (tenant_id) VALUES (OLD.tenant_id) ON CONFLICT DO NOTHING;
  END;
CREATE TRIGGER mirror_tenants_update_default AFTER UPDATE OF default_is_chosen ON tenants WHEN (SELECT is_on FROM mirror_state)
    BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.id, 'tenants', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_models_update_orders AFTER UPDATE OF as_of, files ON models WHEN (SELECT is_on FROM mirror_state)
    BEGIN UPDATE mirror_state SET sequence = sequence + 1;
    INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since) VALUES (NEW.tenant_id, 'models', NEW.id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER)) ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL; END;
CREATE TRIGGER mirror_segments_orders AFTER UPDATE OF as_of ON models WHEN (SELECT is_on FROM mirror_state)
    BEGIN
      UPDATE mirror_state SET sequence = sequence + 1;
      INSERT INTO mirror_outbox (tenant_id, collection, document_id, sequence, since)
      SELECT NEW.tenant_id, 'segments', id, (SELECT sequence FROM mirror_state), CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM (
        SELECT CAST(json_extract(segment.value, '$.segment') AS TEXT) AS id FROM json_each(NEW.segments) AS segment
        UNION SELECT CAST(json_extract(segment.value, '$.segment') AS TEXT) AS id FROM models, json_each(models.segments) AS segment WHERE models.tenant_id = NEW.tenant_id
      ) WHERE id IS NOT NULL
      ON CONFLICT (tenant_id, collection, document_id)
  DO UPDATE SET sequence = excluded.sequence, not_before = 0, reason = NULL;
    END;
CREATE TRIGGER outbox_email_insert AFTER INSERT ON jobs WHEN NEW.kind = 'email' AND NEW.runnable = 1 AND NEW.status = 'queued' BEGIN 
  INSERT INTO outbox (tenant_id, id, channel, target, event, payload, state, attempts, next_at, created_at, updated_at)
    VALUES (NEW.tenant_id, 'job:' || NEW.id, 'email', NEW.id, 'email', '{}', 'waiting', NEW.attempt,
      NEW.updated_at, NEW.updated_at, NEW.updated_at); END;
CREATE TRIGGER outbox_email_asked AFTER UPDATE OF runnable ON jobs WHEN OLD.runnable = 0 AND NEW.kind = 'email' AND NEW.runnable = 1 AND NEW.status = 'queued'
  BEGIN 
  INSERT INTO outbox (tenant_id, id, channel, target, event, payload, state, attempts, next_at, created_at, updated_at)
    VALUES (NEW.tenant_id, 'job:' || NEW.id, 'email', NEW.id, 'email', '{}', 'waiting', NEW.attempt,
      NEW.updated_at, NEW.updated_at, NEW.updated_at); END;
CREATE TRIGGER outbox_email_over AFTER UPDATE OF status ON jobs
    WHEN NEW.kind = 'email' AND NEW.status IN ('completed', 'failed', 'cancelled')
  BEGIN DELETE FROM outbox WHERE channel = 'email' AND tenant_id = NEW.tenant_id AND target = NEW.id; END;
CREATE TRIGGER outbox_email_gone AFTER DELETE ON jobs WHEN OLD.kind = 'email'
  BEGIN DELETE FROM outbox WHERE channel = 'email' AND tenant_id = OLD.tenant_id AND target = OLD.id; END;
PRAGMA application_id = 1348825710;
PRAGMA user_version = 19;
COMMIT;
