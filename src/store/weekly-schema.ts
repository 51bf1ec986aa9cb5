/** When each tenant's weekly report goes out. */
export const WEEKLY_SCHEMA = `
  CREATE TABLE weekly_reports (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
    -- By the tenant's clock.
    day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 7),
    hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    next_due INTEGER NOT NULL,
    -- The Monday of the last week that had one.
    last_week TEXT
  ) STRICT;
  CREATE INDEX weekly_reports_due ON weekly_reports (next_due);
`;
