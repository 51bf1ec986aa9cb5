/** A requested mail stays in the outbox until its job ends. Its content stays in the job. */
const ADD_EMAIL = `
  INSERT INTO outbox (tenant_id, id, channel, target, event, payload, state, attempts, next_at, created_at, updated_at)
    VALUES (NEW.tenant_id, 'job:' || NEW.id, 'email', NEW.id, 'email', '{}', 'waiting', NEW.attempt,
      NEW.updated_at, NEW.updated_at, NEW.updated_at);`;

const IS_ASKED = "NEW.kind = 'email' AND NEW.runnable = 1 AND NEW.status = 'queued'";
const REMOVE_EMAIL = "DELETE FROM outbox WHERE channel = 'email'";

/** Everything on its way out, for every channel. Takes over what waited in the earlier tables. */
export const OUTBOX_SCHEMA = `
  CREATE TABLE outbox (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    -- The receiver's sign that two tries are one message.
    id TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'email', 'webhook', 'inngest')),
    -- An address, NULL some days after the end; the id of a webhook; the id of the job that is asked for or mailed, NULL for messages about events.
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
  SELECT tenant_id, id, channel, target, event, payload, state, attempts, next_at, last_error, created_at, updated_at FROM deliveries;
  DROP TABLE deliveries;

  INSERT INTO outbox (tenant_id, id, channel, target, event, payload, state, attempts, next_at, created_at, updated_at)
  SELECT tenant_id, id, 'inngest', CASE is_request WHEN 1 THEN job_id END, name, data,
    CASE WHEN next_at IS NULL THEN 'delivered' ELSE 'waiting' END, attempts, next_at, created_at, created_at
  FROM inngest_events;
  DROP TABLE inngest_events;

  INSERT INTO outbox (tenant_id, id, channel, target, event, payload, state, attempts, next_at, created_at, updated_at)
  SELECT tenant_id, 'job:' || id, 'email', id, 'email', '{}', 'waiting', attempt, max(not_before, created_at), created_at, updated_at
  FROM jobs WHERE kind = 'email' AND runnable = 1 AND status IN ('queued', 'processing');
  DROP INDEX jobs_to_send;
  ALTER TABLE jobs DROP COLUMN not_before;
  CREATE INDEX jobs_to_send ON jobs (tenant_id, kind, status, runnable)
    WHERE runnable = 1 AND status = 'queued' AND kind = 'email';

  CREATE TRIGGER outbox_email_insert AFTER INSERT ON jobs WHEN ${IS_ASKED} BEGIN ${ADD_EMAIL} END;
  CREATE TRIGGER outbox_email_asked AFTER UPDATE OF runnable ON jobs WHEN OLD.runnable = 0 AND ${IS_ASKED}
  BEGIN ${ADD_EMAIL} END;
  CREATE TRIGGER outbox_email_over AFTER UPDATE OF status ON jobs
    WHEN NEW.kind = 'email' AND NEW.status IN ('completed', 'failed', 'cancelled')
  BEGIN ${REMOVE_EMAIL} AND tenant_id = NEW.tenant_id AND target = NEW.id; END;
  CREATE TRIGGER outbox_email_gone AFTER DELETE ON jobs WHEN OLD.kind = 'email'
  BEGIN ${REMOVE_EMAIL} AND tenant_id = OLD.tenant_id AND target = OLD.id; END;

  CREATE INDEX outbox_due ON outbox (channel, next_at, id) WHERE next_at IS NOT NULL;
  CREATE INDEX outbox_sending ON outbox (tenant_id, channel, target, next_at) WHERE state = 'sending';
  CREATE INDEX outbox_of ON outbox (tenant_id, channel, target, id DESC);
  CREATE INDEX outbox_asked ON outbox (created_at, id) WHERE channel = 'inngest' AND target IS NOT NULL;
  CREATE INDEX outbox_ended ON outbox (updated_at) WHERE next_at IS NULL;
`;
