import type { Statements } from "./statements";

/** An event for Inngest. */
export interface InngestEvent {
  readonly id: string;
  readonly name: string;
  /** The job that it asks for, or tells of. */
  readonly jobId: string;
  /** Names no customer. */
  readonly data: Readonly<Record<string, unknown>>;
  /** It asks for the job: it is kept, also when it was sent, until the job is taken up. */
  readonly isRequest: boolean;
}

/** An event that is to be sent. */
export type DueEvent = InngestEvent & { readonly tenant: string; readonly attempts: number };

interface StoredEvent {
  tenant_id: string;
  id: string;
  name: string;
  job_id: string;
  data: string;
  is_request: number;
  attempts: number;
}

const COLUMNS = "tenant_id, id, name, job_id, data, is_request, attempts";

/** What is to be sent to Inngest, and what was asked of it and is not taken up yet. Only the lists look across tenants. */
export class InngestEventRepository {
  constructor(private readonly statements: Statements) {}

  /** Adds an event for a tenant that is there; one of this id stands. Part of the transaction that it tells of. */
  add(tenant: string, event: InngestEvent, now: number): void {
    this.statements.run(
      `INSERT INTO inngest_events (tenant_id, id, name, job_id, data, is_request, next_at, created_at)
       SELECT id, $id, $name, $job, $data, $request, $now, $now FROM tenants WHERE id = $tenant
       ON CONFLICT (tenant_id, id) DO NOTHING`,
      {
        tenant,
        id: event.id,
        name: event.name,
        job: event.jobId,
        data: JSON.stringify(event.data),
        request: event.isRequest ? 1 : 0,
        now,
      },
    );
  }

  /** Those whose time has come, oldest first. */
  due(now: number, most: number): DueEvent[] {
    return this.#list(`next_at <= $now ORDER BY next_at, created_at, id LIMIT ${most}`, { now });
  }

  /** Requests made before `moment` for jobs that nobody has taken up. */
  leftLying(moment: number, most: number): DueEvent[] {
    return this.#list(`is_request = 1 AND created_at < $moment ORDER BY created_at, id LIMIT ${most}`, {
      moment,
    });
  }

  /** It has arrived: a request waits for its job to be taken up, any other event is over. */
  sent(tenant: string, id: string): void {
    this.statements.transaction(() => {
      this.statements.run(
        "DELETE FROM inngest_events WHERE tenant_id = $tenant AND id = $id AND is_request = 0",
        {
          tenant,
          id,
        },
      );
      this.statements.run("UPDATE inngest_events SET next_at = NULL WHERE tenant_id = $tenant AND id = $id", {
        tenant,
        id,
      });
    });
  }

  /** It did not arrive, and is tried again at `nextAt`. */
  delay(tenant: string, id: string, nextAt: number): void {
    this.statements.run(
      `UPDATE inngest_events SET attempts = attempts + 1, next_at = $nextAt
       WHERE tenant_id = $tenant AND id = $id AND next_at IS NOT NULL`,
      { tenant, id, nextAt },
    );
  }

  /** The job is taken up, or ended: what asked for it is over. */
  takenUp(tenant: string, jobId: string): void {
    this.statements.run(
      "DELETE FROM inngest_events WHERE tenant_id = $tenant AND job_id = $jobId AND is_request = 1",
      { tenant, jobId },
    );
  }

  /** Trainings, predictions and mails that ended without a result since `moment`, in the pool: a server that starts ends what a dead one left before anybody listens. */
  endedSince(moment: number): { readonly tenant: string; readonly id: string }[] {
    return this.statements.all(
      `SELECT tenant_id AS tenant, id FROM jobs
       WHERE runnable = 1 AND status IN ('failed', 'cancelled') AND updated_at >= $moment
         AND kind IN ('training', 'prediction', 'email')`,
      { moment },
    );
  }

  /** Forgets all events. */
  clear(): void {
    this.statements.run("DELETE FROM inngest_events", {});
  }

  /** How many events have not arrived. */
  waiting(): number {
    return this.statements.one<{ n: number }>(
      "SELECT count(*) AS n FROM inngest_events WHERE next_at IS NOT NULL",
      {},
    )!.n;
  }

  #list(condition: string, parameters: Record<string, number>): DueEvent[] {
    return this.statements
      .all<StoredEvent>(`SELECT ${COLUMNS} FROM inngest_events WHERE ${condition}`, parameters)
      .map((row) => ({
        tenant: row.tenant_id,
        id: row.id,
        name: row.name,
        jobId: row.job_id,
        data: JSON.parse(row.data),
        isRequest: row.is_request === 1,
        attempts: row.attempts,
      }));
  }
}
