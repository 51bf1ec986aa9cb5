import type { Statements } from "./statements";

/** A query of a warehouse in the place of files: one that the user wrote, or the name of a ready-made one. */
export interface DatasetQuery {
  /** The operator's name for the warehouse. */
  readonly connection: string;
  readonly query: string | null;
  readonly readyMade: string | null;
}

/** What a reading of a query left behind for the next one. */
export interface KeptReading {
  /** The common prefix of its files' keys. */
  readonly prefix: string;
  /** Tells whether a bucket's rows have changed, bucket by bucket. */
  readonly marks: readonly string[];
  /** How it was read. Read in another way, it is of no use. */
  readonly terms: string;
}

/** What is known about the data sets that are queries. Every method takes the tenant first. */
export class DatasetQueryRepository {
  constructor(private readonly statements: Statements) {}

  /** What the last reading left behind; null if that is nothing. */
  kept(tenant: string, dataset: string): KeptReading | null {
    const row = this.statements.one<{ kept: string | null }>(
      "SELECT kept FROM dataset_queries WHERE tenant_id = $tenant AND dataset_id = $dataset",
      { tenant, dataset },
    );
    return row?.kept ? JSON.parse(row.kept) : null;
  }

  /** Records what a reading left behind. Does nothing if there is no such query. */
  keep(tenant: string, dataset: string, kept: KeptReading): void {
    this.statements.run(
      `UPDATE dataset_queries SET kept = $kept, unchanged_at = NULL
       WHERE tenant_id = $tenant AND dataset_id = $dataset`,
      { tenant, dataset, kept: JSON.stringify(kept) },
    );
  }

  /** Forgets what all readings of the tenant left behind: an erased person may be in it. */
  forget(tenant: string): void {
    this.statements.run(
      "UPDATE dataset_queries SET kept = NULL, unchanged_at = NULL WHERE tenant_id = $tenant",
      { tenant },
    );
  }

  /** When the schedule last found that no row had changed, milliseconds since 1970; null if one had. */
  unchangedAt(tenant: string, dataset: string): number | null {
    const row = this.statements.one<{ unchanged_at: number | null }>(
      "SELECT unchanged_at FROM dataset_queries WHERE tenant_id = $tenant AND dataset_id = $dataset",
      { tenant, dataset },
    );
    return row?.unchanged_at ?? null;
  }

  setUnchanged(tenant: string, dataset: string, now: number): void {
    this.statements.run(
      "UPDATE dataset_queries SET unchanged_at = $now WHERE tenant_id = $tenant AND dataset_id = $dataset",
      { tenant, dataset, now },
    );
  }
}

/** Adds the query of a new data set. */
export function insertQuery(
  statements: Statements,
  tenant: string,
  dataset: string,
  { connection, query, readyMade }: DatasetQuery,
): void {
  statements.run(
    `INSERT INTO dataset_queries (tenant_id, dataset_id, connection, query, ready_made)
     VALUES ($tenant, $dataset, $connection, $query, $readyMade)`,
    { tenant, dataset, connection, query, readyMade },
  );
}
