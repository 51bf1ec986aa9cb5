/** A data set may be a query of a warehouse instead of files that were uploaded. */
export const WAREHOUSE_SCHEMA = `
  -- The file of such a data set repeats this, so that the row is found by path like any other.
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

  -- Everybody who was erased, so that nobody comes back from a warehouse: an HMAC of each id and address, whose key the
  -- tenant's rows share, because every customer of a warehouse is compared with all of them.
  CREATE TABLE erased_people (
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    salt TEXT NOT NULL,
    PRIMARY KEY (tenant_id, hash)
  ) STRICT, WITHOUT ROWID;
`;
