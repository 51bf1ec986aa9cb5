import type { Statements } from "./statements";

/** One time that an audience went, or was to go, to its destination. */
export interface DestinationRunRow {
  readonly id: string;
  readonly destinationId: string;
  readonly reason: "training" | "schedule" | "request";
  /** The model that chooses the customers. It may have been deleted since. */
  readonly modelId: string;
  readonly state: "waiting" | "sent" | "failed";
  readonly attempts: number;
  /** How many customers were sent, and how many left out by reason; null: no file was made yet. */
  readonly counts: Readonly<Record<string, number>> | null;
  /** The file, object or sheet; null: it never came so far. */
  readonly place: string | null;
  /** Why the last try failed, as a sentence. */
  readonly error: string | null;
  /** Milliseconds since 1970: the next try, where one failed. */
  readonly nextAt: number | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
}

interface StoredRun {
  id: string;
  destination_id: string;
  reason: DestinationRunRow["reason"];
  model_id: string;
  state: DestinationRunRow["state"];
  attempts: number;
  counts: string | null;
  place: string | null;
  error: string | null;
  next_at: number | null;
  created_at: number;
  ended_at: number | null;
}

const COLUMNS =
  "id, destination_id, reason, model_id, state, attempts, counts, place, error, next_at, created_at, ended_at";
/** Older ones of a destination are forgotten. */
const MOST_KEPT = 200;

/** The log of what went to the tenants' destinations: counts, never customers. Every method takes the tenant first. */
export class DestinationRunRepository {
  constructor(private readonly statements: Statements) {}

  /** Adds a run that waits, and forgets the oldest ones. */
  insert(
    tenant: string,
    {
      id,
      destinationId,
      reason,
      modelId,
    }: Pick<DestinationRunRow, "id" | "destinationId" | "reason" | "modelId">,
    now: number,
  ): void {
    this.statements.transaction(() => {
      this.statements.run(
        `INSERT INTO destination_runs (tenant_id, destination_id, id, reason, model_id, state, created_at)
         VALUES ($tenant, $destination, $id, $reason, $model, 'waiting', $now)`,
        { tenant, destination: destinationId, id, reason, model: modelId, now },
      );
      this.statements.run(
        `DELETE FROM destination_runs WHERE tenant_id = $tenant AND destination_id = $destination AND id NOT IN (
           SELECT id FROM destination_runs WHERE tenant_id = $tenant AND destination_id = $destination
           ORDER BY created_at DESC, id DESC LIMIT ${MOST_KEPT})`,
        { tenant, destination: destinationId },
      );
    });
  }

  find(tenant: string, id: string): DestinationRunRow | null {
    const row = this.statements.one<StoredRun>(
      `SELECT ${COLUMNS} FROM destination_runs WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toRun(row);
  }

  /** Newest first. */
  list(tenant: string, destination: string, limit: number): DestinationRunRow[] {
    return this.statements
      .all<StoredRun>(
        `SELECT ${COLUMNS} FROM destination_runs WHERE tenant_id = $tenant AND destination_id = $destination
         ORDER BY created_at DESC, id DESC LIMIT $limit`,
        { tenant, destination, limit },
      )
      .map(toRun);
  }

  /** The newest run of each destination, by destination. */
  newest(tenant: string): ReadonlyMap<string, DestinationRunRow> {
    const rows = this.statements.all<StoredRun>(
      `SELECT ${COLUMNS} FROM destination_runs AS run WHERE tenant_id = $tenant AND id = (
         SELECT id FROM destination_runs WHERE tenant_id = $tenant AND destination_id = run.destination_id
         ORDER BY created_at DESC, id DESC LIMIT 1)`,
      { tenant },
    );
    return new Map(rows.map((row) => [row.destination_id, toRun(row)]));
  }

  /** What became of a try. Nothing happens to a run that has ended. */
  tried(
    tenant: string,
    id: string,
    { attempts, error, nextAt }: { attempts: number; error: string; nextAt: number },
  ): void {
    this.statements.run(
      `UPDATE destination_runs SET attempts = $attempts, error = $error, next_at = $nextAt
       WHERE tenant_id = $tenant AND id = $id AND state = 'waiting'`,
      { tenant, id, attempts, error, nextAt },
    );
  }

  /** What was in the file that was made, and where it goes. */
  made(tenant: string, id: string, counts: DestinationRunRow["counts"], place: string): void {
    this.statements.run(
      `UPDATE destination_runs SET counts = $counts, place = $place
       WHERE tenant_id = $tenant AND id = $id AND state = 'waiting'`,
      { tenant, id, counts: JSON.stringify(counts), place },
    );
  }

  /** Ends a run: sent, or failed with an error. */
  end(
    tenant: string,
    id: string,
    { attempts, error }: { readonly attempts: number; readonly error: string | null },
    now: number,
  ): void {
    this.statements.run(
      `UPDATE destination_runs SET state = $state, attempts = $attempts, error = $error, next_at = NULL, ended_at = $now
       WHERE tenant_id = $tenant AND id = $id AND state = 'waiting'`,
      { tenant, id, state: error === null ? "sent" : "failed", attempts, error, now },
    );
  }

  /** A newer run takes the place of those that still wait. Returns their ids. */
  supersede(tenant: string, destination: string, error: string, now: number): void {
    this.statements.run(
      `UPDATE destination_runs SET state = 'failed', error = $error, next_at = NULL, ended_at = $now
       WHERE tenant_id = $tenant AND destination_id = $destination AND state = 'waiting'
         AND id NOT IN (SELECT id FROM outbox WHERE tenant_id = $tenant AND channel = 'destination' AND state = 'sending')`,
      { tenant, destination, error, now },
    );
  }
}

function toRun(row: StoredRun): DestinationRunRow {
  return {
    id: row.id,
    destinationId: row.destination_id,
    reason: row.reason,
    modelId: row.model_id,
    state: row.state,
    attempts: row.attempts,
    counts: row.counts === null ? null : JSON.parse(row.counts),
    place: row.place,
    error: row.error,
    nextAt: row.next_at,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}
