import type { Happening, JobChanges } from "./job-changes";
import type { JobProgress, JobRow, RunToken } from "./job-row";
import type { Statements } from "./statements";

/** A job whose runs were killed this often is not tried again. */
export const MOST_KILLS = 3;

/** Where the pool's jobs wait, in the words of the index `jobs_to_run`. Mails go through the outbox. */
const WAITING = "runnable = 1 AND status = 'queued' AND kind <> 'email'";
const ERASURE = "runnable = 1 AND kind = 'erasure'";
const RUNNING_OF_TENANT =
  "(SELECT count(*) FROM jobs WHERE tenant_id = waiting.tenant_id AND runnable = 1 AND status = 'processing')";
/** A run's own row, as long as it is still the claimed one. */
const FENCE =
  "tenant_id = $tenant AND id = $id AND attempt = $attempt AND runnable = 1 AND status = 'processing'";

/**
 * The oldest waiting job of the tenant with the fewest running ones; among equals, of the tenant whose turn was longest
 * ago. So tenants take turns, however many jobs each has. A tenant's erasure comes before its other jobs, waits until
 * none of them is running, and keeps others from starting, because they could record again what is erased. The query
 * steps from tenant to tenant in the index of waiting jobs, so its cost is the number of waiting tenants.
 */
const NEXT = `
  WITH RECURSIVE waiting (tenant_id) AS (
    SELECT min(tenant_id) FROM jobs WHERE ${WAITING}
    UNION ALL
    SELECT (SELECT min(tenant_id) FROM jobs WHERE ${WAITING} AND tenant_id > waiting.tenant_id)
    FROM waiting WHERE waiting.tenant_id IS NOT NULL
  )
  SELECT job.tenant_id AS tenant, job.id
  FROM waiting
  JOIN tenants ON tenants.id = waiting.tenant_id
  JOIN jobs AS job ON job.rowid = coalesce(
    (SELECT rowid FROM jobs WHERE ${ERASURE} AND status = 'queued' AND tenant_id = waiting.tenant_id
     ORDER BY created_at, id LIMIT 1),
    (SELECT rowid FROM jobs WHERE ${WAITING} AND tenant_id = waiting.tenant_id ORDER BY created_at, id LIMIT 1)
  )
  WHERE (job.kind <> 'erasure' OR ${RUNNING_OF_TENANT} = 0)
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE ${ERASURE} AND status = 'processing' AND tenant_id = waiting.tenant_id)
  ORDER BY ${RUNNING_OF_TENANT}, tenants.served_at, job.created_at, job.id
  LIMIT 1`;

/**
 * The runs of the pool's jobs: at least once, fenced by the attempt. A token identifies a run. Except for `claim` and
 * the lists, every method does nothing, and says so, if the token is not the job's current run.
 */
export class JobRuns {
  constructor(
    private readonly statements: Statements,
    private readonly changes: JobChanges,
  ) {}

  /** Claims the pool's next job until `leaseUntil`, fairly between tenants. Null if none is waiting. */
  claim(leaseUntil: number, now: number): JobRow | null {
    // Looking first keeps an idle server from taking the write lock every second.
    if (!this.statements.one(`SELECT 1 FROM jobs WHERE ${WAITING} LIMIT 1`, {})) return null;
    return this.statements.transaction(() => {
      const next = this.statements.one<{ tenant: string; id: string }>(NEXT, {});
      if (!next || !this.begin(next.tenant, next.id, leaseUntil, now)) return null;
      this.statements.run("UPDATE tenants SET served_at = $now WHERE id = $tenant", {
        tenant: next.tenant,
        now,
      });
      return this.changes.find(next.tenant, next.id);
    });
  }

  /** Begins a run of a job whose turn it is, until `leaseUntil`. False if the job is not waiting. */
  begin(tenant: string, id: string, leaseUntil: number, now: number): boolean {
    return this.statements.transaction(() => {
      const job = this.changes.find(tenant, id);
      if (!job?.runnable || job.status !== "queued") return false;
      const attempt = job.attempt + 1;
      return this.changes.make(tenant, id, { event: "started", data: { attempt }, at: now }, () => {
        this.statements.run(
          `UPDATE jobs SET status = 'processing', attempt = $attempt, lease_until = $leaseUntil, updated_at = $now
           WHERE tenant_id = $tenant AND id = $id`,
          { tenant, id, attempt, leaseUntil, now },
        );
        return true;
      });
    });
  }

  /** Renews a run's lease. `cancel` if someone wants it to end, `lost` if it is no longer the current run. */
  renew({ tenant, id, attempt }: RunToken, leaseUntil: number): "kept" | "cancel" | "lost" {
    const row = this.statements.one<{ cancel_requested: number }>(
      `UPDATE jobs SET lease_until = $leaseUntil WHERE ${FENCE} RETURNING cancel_requested`,
      { tenant, id, attempt, leaseUntil },
    );
    if (!row) return "lost";
    return row.cancel_requested ? "cancel" : "kept";
  }

  /** Not flushed: it happens often, on the thread that answers requests, and the next one replaces it. */
  progress(run: RunToken, progress: JobProgress, now: number): boolean {
    return this.statements.unflushed(() =>
      this.#write(run, { event: "progress", data: progress, at: now }, "progress = $progress", {
        progress: JSON.stringify(progress),
      }),
    );
  }

  /**
   * Runs `work` as one transaction if the run is current and was not asked to stop. Otherwise does nothing and returns
   * false.
   */
  within({ tenant, id, attempt }: RunToken, work: () => void): boolean {
    return this.statements.transaction(() => {
      const isTheOne = this.statements.one(`SELECT 1 FROM jobs WHERE ${FENCE} AND cancel_requested = 0`, {
        tenant,
        id,
        attempt,
      });
      if (isTheOne) work();
      return isTheOne !== null;
    });
  }

  /**
   * Ends a run with its result, and runs `alsoStore` in the same transaction. Stores nothing and returns false if the
   * run is no longer current or was asked to stop.
   */
  complete(run: RunToken, result: unknown, now: number, alsoStore: () => void = () => {}): boolean {
    return this.statements.transaction(() => {
      if (this.changes.find(run.tenant, run.id)?.cancelRequested) return false;
      const completed = this.#write(
        run,
        { event: "completed", data: result, at: now },
        "status = 'completed', result = $result, error = NULL, lease_until = NULL",
        { result: JSON.stringify(result ?? null) },
      );
      if (completed) alsoStore();
      return completed;
    });
  }

  /** Ends a run for good; `error` is for the tenant. */
  fail(run: RunToken, error: string, now: number): boolean {
    return this.#write(
      run,
      { event: "failed", data: { error }, at: now },
      "status = 'failed', error = $error, lease_until = NULL",
      { error },
    );
  }

  cancelled(run: RunToken, now: number): boolean {
    return this.#write(
      run,
      { event: "cancelled", data: {}, at: now },
      "status = 'cancelled', lease_until = NULL",
      {},
    );
  }

  /** Requeues a run's job because the server stops in an orderly way. The job is not to blame. */
  requeue(run: RunToken, now: number): boolean {
    return this.#putBack(run, {}, now);
  }

  /**
   * Requeues a run's job to be tried again at `notBefore`, which its next starter must respect; `reason` is for the
   * tenant.
   */
  postpone(run: RunToken, notBefore: number, reason: string, now: number): boolean {
    return this.#putBack(run, { reason, not_before: notBefore }, now);
  }

  /**
   * A run's process died; `reason` ends a sentence. The job is tried again, fails for good after three deaths, or is
   * cancelled if that was requested.
   */
  killed(run: RunToken, reason: string, now: number): boolean {
    return this.statements.transaction(() => {
      const job = this.changes.find(run.tenant, run.id);
      if (!job) return false;
      if (job.cancelRequested) return this.cancelled(run, now);
      const again = job.kills + 1 < MOST_KILLS;
      const error = again
        ? null
        : `We gave up on the job after ${MOST_KILLS} of its processes died. The last one ${reason}.`;
      return this.#write(
        run,
        { event: again ? "requeued" : "failed", data: again ? { reason } : { error }, at: now },
        "status = $status, kills = kills + 1, error = $error, lease_until = NULL, progress = NULL",
        { status: again ? "queued" : "failed", error },
      );
    });
  }

  /** Runs with an expired lease: their server stopped or hangs. */
  expired(now: number): RunToken[] {
    return this.statements.all<RunToken>(
      `SELECT tenant_id AS tenant, id, attempt FROM jobs
       WHERE runnable = 1 AND status = 'processing' AND lease_until < $now`,
      { now },
    );
  }

  /** All runs of all servers. */
  running(): RunToken[] {
    return this.statements.all<RunToken>(
      "SELECT tenant_id AS tenant, id, attempt FROM jobs WHERE runnable = 1 AND status = 'processing'",
      {},
    );
  }

  #putBack(run: RunToken, data: object, now: number): boolean {
    const set = "status = 'queued', lease_until = NULL, progress = NULL";
    return this.#write(run, { event: "requeued", data, at: now }, set, {});
  }

  #write(
    { tenant, id, attempt }: RunToken,
    happening: Happening,
    set: string,
    values: Record<string, string | number | null>,
  ): boolean {
    return this.changes.make(
      tenant,
      id,
      happening,
      () =>
        this.statements.run(`UPDATE jobs SET ${set}, updated_at = $now WHERE ${FENCE}`, {
          tenant,
          id,
          attempt,
          now: happening.at,
          ...values,
        }) > 0,
    );
  }
}
