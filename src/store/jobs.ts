import type { SQLQueryBindings } from "bun:sqlite";
import type { JobChanges } from "./job-changes";
import {
  JOB_COLUMNS,
  type JobEvent,
  type JobKind,
  type JobRow,
  type JobStatus,
  type StoredJob,
  toJob,
} from "./job-row";
import type { Statements } from "./statements";
import { ensureTenant } from "./tenants";

/** The maximum number of rows in a list. */
const MOST_LISTED = 200;
/** Roughly what a row and its events take up besides what it keeps. */
const ROW_BYTES = 1024;
/** How many rows to read at once if all are wanted. */
const PAGE = 500;

/** The tenants' view of the queue. Every method takes the tenant first. `JobRuns` is the pool's view. */
export class JobRepository {
  constructor(
    private readonly statements: Statements,
    private readonly changes: JobChanges,
  ) {}

  /** Calls `listener`, which must not throw, after every change of any job, until the returned function is called. */
  onChange(listener: (job: JobRow) => void): () => void {
    return this.changes.onChange(listener);
  }

  /**
   * Calls `also`, which must not throw, in the transaction that ends any job, until the returned function is called.
   */
  alongEnd(also: (job: JobRow) => void): () => void {
    return this.changes.alongEnd(also);
  }

  /** Adds a row. Adds nothing and returns false if the tenant already has a row with this id. */
  insert(
    tenant: string,
    job: { id: string; kind: JobKind; status: JobStatus; payload: unknown; runnable: boolean },
    now: number,
  ): boolean {
    const { id, kind, status, payload, runnable } = job;
    return this.changes.make(tenant, id, { event: eventOf(status), data: { status }, at: now }, () => {
      ensureTenant(this.statements, tenant, now);
      const added = this.statements.run(
        `INSERT INTO jobs (tenant_id, id, kind, status, payload, runnable, created_at, updated_at)
         VALUES ($tenant, $id, $kind, $status, $payload, $runnable, $now, $now) ON CONFLICT (tenant_id, id) DO NOTHING`,
        { tenant, id, kind, status, payload: JSON.stringify(payload ?? {}), runnable: runnable ? 1 : 0, now },
      );
      return added > 0;
    });
  }

  /**
   * Restores a job without its events; one that the pool was running waits again. Throws if the tenant does not exist
   * or already has a job with this id.
   */
  restore(tenant: string, job: Omit<JobRow, "tenant">): void {
    const status = job.runnable && job.status === "processing" ? "queued" : job.status;
    this.statements.run(
      `INSERT INTO jobs (tenant_id, id, kind, status, payload, result, error, runnable, attempt, kills, cancel_requested, progress, created_at, updated_at)
       VALUES ($tenant, $id, $kind, $status, $payload, $result, $error, $runnable, $attempt, $kills, $cancel, $progress, $created, $updated)`,
      {
        tenant,
        id: job.id,
        kind: job.kind,
        status,
        payload: JSON.stringify(job.payload),
        result: job.result === null ? null : JSON.stringify(job.result),
        error: job.error,
        runnable: job.runnable ? 1 : 0,
        attempt: job.attempt,
        kills: job.kills,
        cancel: job.cancelRequested ? 1 : 0,
        progress: job.progress === null ? null : JSON.stringify(job.progress),
        created: job.createdAt,
        updated: job.updatedAt,
      },
    );
  }

  find(tenant: string, id: string): JobRow | null {
    return this.changes.find(tenant, id);
  }

  /** Newest first, at most 200. `active` means queued or processing. */
  list(tenant: string, kind: JobKind | null, status: JobStatus | "active" | null): JobRow[] {
    const conditions = ["tenant_id = $tenant"];
    const parameters: Record<string, SQLQueryBindings> = { tenant };
    if (kind) {
      conditions.push("kind = $kind");
      parameters.kind = kind;
    }
    if (status === "active") conditions.push("status IN ('queued', 'processing')");
    else if (status) {
      conditions.push("status = $status");
      parameters.status = status;
    }
    return this.statements
      .all<StoredJob>(
        `SELECT ${JOB_COLUMNS} FROM jobs WHERE ${conditions.join(" AND ")}
         ORDER BY created_at DESC, id DESC LIMIT ${MOST_LISTED}`,
        parameters,
      )
      .map(toJob);
  }

  /** What the rows that the tenant maintains itself take up. */
  ownBytes(tenant: string): number {
    return this.statements.one<{ bytes: number }>(
      `SELECT coalesce(sum(${ROW_BYTES} + octet_length(payload) + coalesce(octet_length(result), 0)), 0) AS bytes
       FROM jobs WHERE tenant_id = $tenant AND runnable = 0`,
      { tenant },
    )!.bytes;
  }

  /** Every job, oldest first, read one page at a time. */
  *all(tenant: string): Generator<JobRow> {
    let last: { created: number; id: string } = { created: -1, id: "" };
    for (;;) {
      const page = this.statements
        .all<StoredJob>(
          `SELECT ${JOB_COLUMNS} FROM jobs
           WHERE tenant_id = $tenant AND (created_at, id) > ($created, $id)
           ORDER BY created_at, id LIMIT ${PAGE}`,
          { tenant, ...last },
        )
        .map(toJob);
      yield* page;
      const end = page.at(-1);
      if (!end || page.length < PAGE) return;
      last = { created: end.createdAt, id: end.id };
    }
  }

  /** The newest completed training. */
  newestTraining(tenant: string): string | null {
    const row = this.statements.one<{ id: string }>(
      `SELECT id FROM jobs WHERE tenant_id = $tenant AND kind = 'training' AND status = 'completed'
       ORDER BY created_at DESC, id DESC LIMIT 1`,
      { tenant },
    );
    return row?.id ?? null;
  }

  /**
   * Deletes the jobs whose payload or result names the customer at any depth, except for the job `except`. Returns how
   * many.
   */
  forgetCustomer(tenant: string, customerId: string, except = ""): number {
    const names = (column: string) =>
      `EXISTS (SELECT 1 FROM json_tree(${column}) WHERE key IN ('customer_id', 'CustomerID') AND CAST(value AS TEXT) = $customerId)`;
    return this.statements.run(
      `DELETE FROM jobs WHERE tenant_id = $tenant AND id <> $except AND (${names("payload")} OR (result IS NOT NULL AND ${names("result")}))`,
      { tenant, customerId, except },
    );
  }

  /** Replaces a job's payload. */
  setPayload(tenant: string, id: string, payload: unknown): void {
    this.statements.run("UPDATE jobs SET payload = $payload WHERE tenant_id = $tenant AND id = $id", {
      tenant,
      id,
      payload: JSON.stringify(payload),
    });
  }

  /** Gives the pool a row that a client maintained, with the payload to run. False if it is not waiting. */
  makeRunnable(tenant: string, id: string, payload: unknown, now: number): boolean {
    return this.changes.make(
      tenant,
      id,
      { event: "queued", data: { status: "queued" }, at: now },
      () =>
        this.statements.run(
          `UPDATE jobs SET runnable = 1, status = 'queued', payload = $payload, updated_at = $now
           WHERE tenant_id = $tenant AND id = $id AND runnable = 0 AND status IN ('queued', 'processing')`,
          { tenant, id, payload: JSON.stringify(payload), now },
        ) > 0,
    );
  }

  /** A client's own change. False if there is no such row, or the pool runs it. */
  patch(
    tenant: string,
    id: string,
    { status, result, error }: { status?: JobStatus; result?: unknown; error?: string },
    now: number,
  ): boolean {
    return this.changes.make(
      tenant,
      id,
      { event: status ? eventOf(status) : "progress", data: { status }, at: now },
      () =>
        this.statements.run(
          `UPDATE jobs SET status = coalesce($status, status), result = coalesce($result, result),
             error = coalesce($error, error), updated_at = $now
           WHERE tenant_id = $tenant AND id = $id AND runnable = 0`,
          {
            tenant,
            id,
            status: status ?? null,
            result: result === undefined ? null : JSON.stringify(result),
            error: error ?? null,
            now,
          },
        ) > 0,
    );
  }

  /**
   * Cancels at once a job that no process is running. A running job is marked, and its server ends it. Null if the job
   * has ended or does not exist.
   */
  requestCancel(tenant: string, id: string, now: number): "cancelled" | "requested" | null {
    return this.statements.transaction(() => {
      const atOnce = this.changes.make(
        tenant,
        id,
        { event: "cancelled", data: {}, at: now },
        () =>
          this.statements.run(
            `UPDATE jobs SET status = 'cancelled', updated_at = $now
             WHERE tenant_id = $tenant AND id = $id
               AND (status = 'queued' OR (status = 'processing' AND runnable = 0))`,
            { tenant, id, now },
          ) > 0,
      );
      if (atOnce) return "cancelled";
      const marked = this.statements.run(
        `UPDATE jobs SET cancel_requested = 1, updated_at = $now
         WHERE tenant_id = $tenant AND id = $id AND status = 'processing'`,
        { tenant, id, now },
      );
      if (marked === 0) return null;
      this.changes.tell(tenant, id);
      return "requested";
    });
  }

  /** The job's events after `sequence`, in order. */
  events(tenant: string, id: string, sequence: number): JobEvent[] {
    return this.statements
      .all<{ sequence: number; event: JobEvent["event"]; data: string }>(
        `SELECT sequence, event, data FROM job_events
         WHERE tenant_id = $tenant AND job_id = $id AND sequence > $sequence ORDER BY sequence`,
        { tenant, id, sequence },
      )
      .map(({ data, ...rest }) => ({ ...rest, data: JSON.parse(data) }));
  }

  /** The job's history in order, with only the newest progress. */
  history(
    tenant: string,
    id: string,
  ): { readonly event: JobEvent["event"]; readonly data: unknown; readonly at: number }[] {
    return this.statements
      .all<{ event: JobEvent["event"]; data: string; at: number }>(
        `SELECT event, data, at FROM job_events
         WHERE tenant_id = $tenant AND job_id = $id ORDER BY sequence`,
        { tenant, id },
      )
      .map(({ data, ...rest }) => ({ ...rest, data: JSON.parse(data) }));
  }

  /** When the newest run of the job began; null if there was none. */
  startedAt(tenant: string, id: string): number | null {
    return this.statements.one<{ at: number | null }>(
      `SELECT max(at) AS at FROM job_events
       WHERE tenant_id = $tenant AND job_id = $id AND event = 'started'`,
      { tenant, id },
    )!.at;
  }

  /**
   * Trainings, predictions and mails of the pool that ended without a result since `moment`, of all tenants. The
   * process that opens the store ends what a dead server left behind before anyone listens.
   */
  endedSince(moment: number): { readonly tenant: string; readonly id: string }[] {
    return this.statements.all(
      `SELECT tenant_id AS tenant, id FROM jobs
       WHERE runnable = 1 AND status IN ('failed', 'cancelled') AND updated_at >= $moment
         AND kind IN ('training', 'prediction', 'email')`,
      { moment },
    );
  }

  /** When the oldest job of all tenants that waits for the pool was requested; null if none does. */
  oldestWaiting(): number | null {
    return this.statements.one<{ at: number | null }>(
      "SELECT min(created_at) AS at FROM jobs WHERE runnable = 1 AND status = 'queued' AND kind <> 'email'",
      {},
    )!.at;
  }

  /** How many jobs of all tenants are waiting, for the pool or to be sent. */
  waiting(): number {
    const count = (lane: string) =>
      this.statements.one<{ n: number }>(
        `SELECT count(*) AS n FROM jobs WHERE runnable = 1 AND status = 'queued' AND kind ${lane} 'email'`,
        {},
      )!.n;
    // Separate queries, so that each uses its own index.
    return count("<>") + count("=");
  }
}

function eventOf(status: JobStatus): JobEvent["event"] {
  return status === "processing" ? "started" : status;
}
