/** Recipients may unsubscribe by a link of their own, and webhooks may write for a chat. */
export const MESSAGES_SCHEMA = `
  CREATE TABLE recipients (
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
  INSERT INTO recipients (tenant_id, address, id, groups, unsubscribed, secret, created_at)
  SELECT tenant_id, address, lower(hex(randomblob(16))), groups, '{}', randomblob(32), created_at FROM mail_recipients;
  DROP TABLE mail_recipients;
  ALTER TABLE recipients RENAME TO mail_recipients;
  CREATE UNIQUE INDEX mail_recipients_by_id ON mail_recipients (tenant_id, id);

  -- How its messages are written: signed events, or texts for a chat such as Slack.
  ALTER TABLE webhooks ADD COLUMN format TEXT NOT NULL DEFAULT 'standard' CHECK (format IN ('standard', 'slack'));
`;
