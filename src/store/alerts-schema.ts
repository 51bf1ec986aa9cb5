/** What alerts remember, so that each is raised once. Marks of customers at most, never their ids. */
export const ALERTS_SCHEMA = `
  CREATE TABLE alert_states (
    tenant_id TEXT NOT NULL PRIMARY KEY REFERENCES tenants (id) ON DELETE CASCADE,
    -- The model that was looked at; NULL to look again.
    model_id TEXT,
    known TEXT NOT NULL CHECK (json_valid(known))
  ) STRICT;
`;
