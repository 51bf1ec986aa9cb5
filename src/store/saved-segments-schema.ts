/** Segments by rules that people named. A rule names no customer; one that does all the same is erased with them. */
export const SAVED_SEGMENTS_SCHEMA = `
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
`;
