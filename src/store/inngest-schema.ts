/** Events for Inngest. They name a job, never a customer. */
export const INNGEST_SCHEMA = `
  CREATE TABLE inngest_events (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    -- Inngest takes two events of one id for the same.
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    job_id TEXT NOT NULL,
    data TEXT NOT NULL CHECK (json_valid(data)),
    -- 1: it asks for the job, and is kept until the function has taken the job up.
    is_request INTEGER NOT NULL CHECK (is_request IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    -- When it is sent next. NULL: it was sent.
    next_at INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK (is_request = 1 OR next_at IS NOT NULL)
  ) STRICT;
  CREATE INDEX inngest_events_due ON inngest_events (next_at, created_at) WHERE next_at IS NOT NULL;
  CREATE INDEX inngest_events_asked ON inngest_events (created_at) WHERE is_request = 1;
`;
