/**
 * Where a tenant's audiences go, and each time that one went. The list of customers is made when it is sent, so no row
 * names anybody. The outbox learns of a channel for them; its table is rebuilt, because SQLite changes no check.
 */
export const DESTINATIONS_SCHEMA = `
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
  CREATE INDEX destinations_due ON destinations (next_due) WHERE next_due IS NOT NULL;

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
  CREATE INDEX destination_runs_newest ON destination_runs (tenant_id, destination_id, created_at DESC, id DESC);

  CREATE TABLE outbox_kept AS SELECT * FROM outbox;
  DROP TABLE outbox;
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
  INSERT INTO outbox (tenant_id, id, channel, target, event, payload, state, attempts, next_at, last_error, created_at, updated_at)
  SELECT tenant_id, id, channel, target, event, payload, state, attempts, next_at, last_error, created_at, updated_at FROM outbox_kept;
  DROP TABLE outbox_kept;
  CREATE INDEX outbox_due ON outbox (channel, next_at, id) WHERE next_at IS NOT NULL;
  CREATE INDEX outbox_sending ON outbox (tenant_id, channel, target, next_at) WHERE state = 'sending';
  CREATE INDEX outbox_of ON outbox (tenant_id, channel, target, id DESC);
  CREATE INDEX outbox_asked ON outbox (created_at, id) WHERE channel = 'inngest' AND target IS NOT NULL;
  CREATE INDEX outbox_ended ON outbox (updated_at) WHERE next_at IS NULL;
`;
