import { type CustomerMark, isMarked } from "./customer-mark";
import type { JobChanges } from "./job-changes";
import { JOB_COLUMNS, type JobRow, type StoredJob, toJob } from "./job-row";
import type { JobRepository } from "./jobs";
import type { Statements } from "./statements";

/** What to erase: a person, by id as long as that is needed and by a mark afterwards; or everything of a tenant. */
export type ErasurePayload =
  | { readonly scope: "customer"; readonly customer_id: string }
  | { readonly scope: "customer"; readonly customer: CustomerMark }
  | { readonly scope: "tenant" };

/** A person about whom nothing requested up to this moment may be recorded. */
export interface ErasedCustomer {
  readonly customer: CustomerMark;
  /** Milliseconds since 1970; Infinity while the erasure is running. */
  readonly until: number;
}

/** How far a tenant's erasures have come. */
export interface ErasureTurn {
  /** How many runs have begun, over all erasures. */
  readonly runs: number;
  /** When the one that is running began, milliseconds since 1970; null if none is. */
  readonly runningSince: number | null;
}

const OF_TENANT = "payload ->> '$.scope' = 'tenant'";
const MARK = "payload -> '$.customer'";
const ERASURES = "tenant_id = $tenant AND runnable = 1 AND kind = 'erasure'";

/** The erasures among the jobs. Every method takes the tenant first. */
export class ErasureRepository {
  constructor(
    private readonly statements: Statements,
    private readonly changes: JobChanges,
    private readonly jobs: JobRepository,
  ) {}

  /**
   * The job for this erasure: one that is waiting or running, or an unfinished one, which waits again and continues, or
   * else a new one. A tenant's erasure cancels all the tenant's other jobs.
   */
  ask(tenant: string, asked: Exclude<ErasurePayload, { customer: CustomerMark }>, now: number): JobRow {
    return this.statements.transaction(() => {
      const known = this.#unfinished(tenant).find(({ payload }) => isSame(payload as ErasurePayload, asked));
      const id = known?.id ?? Bun.randomUUIDv7();
      if (!known) {
        const job = { id, kind: "erasure", status: "queued", payload: asked, runnable: true } as const;
        this.jobs.insert(tenant, job, now);
      } else if (known.status === "failed" || known.status === "cancelled") this.#revive(tenant, id, now);
      if (asked.scope === "tenant") this.#cancelOthers(tenant, id, now);
      return this.jobs.find(tenant, id)!;
    });
  }

  /**
   * Whether the tenant is to be erased, is being erased, or was erased since `since`. Then nothing of it may be
   * written.
   */
  isTenantErased(tenant: string, since: number): boolean {
    return (
      this.statements.one(
        `SELECT 1 FROM jobs WHERE ${ERASURES} AND status IN ('queued', 'processing') AND ${OF_TENANT}
         UNION ALL
         SELECT 1 FROM jobs WHERE ${ERASURES} AND status = 'completed' AND updated_at >= $since AND ${OF_TENANT} LIMIT 1`,
        { tenant, since },
      ) !== null
    );
  }

  /** The people who are being erased and whose rows are gone, or who were erased since `since`. */
  customersErased(tenant: string, since: number): ErasedCustomer[] {
    return this.statements
      .all<{ customer: string; until: number | null }>(
        `SELECT ${MARK} AS customer, NULL AS until FROM jobs
         WHERE ${ERASURES} AND status IN ('queued', 'processing') AND ${MARK} IS NOT NULL
         UNION ALL
         SELECT ${MARK}, updated_at FROM jobs
         WHERE ${ERASURES} AND status = 'completed' AND updated_at >= $since AND ${MARK} IS NOT NULL`,
        { tenant, since },
      )
      .map(({ customer, until }) => ({ customer: JSON.parse(customer), until: until ?? Infinity }));
  }

  /**
   * How far the tenant's erasures have come. What was made outside the queue may hold a person who was erased while it
   * was made, unless `runs` is as before.
   */
  turn(tenant: string): ErasureTurn {
    return this.statements.one<ErasureTurn>(
      `SELECT coalesce(sum(attempt), 0) AS runs, max((
         SELECT max(at) FROM job_events
         WHERE tenant_id = $tenant AND job_id = jobs.id AND event = 'started' AND jobs.status = 'processing'
       )) AS runningSince
       FROM jobs WHERE ${ERASURES}`,
      { tenant },
    )!;
  }

  /** How many erasures of all tenants are waiting or running, and how many ended unfinished. */
  undone(): { readonly open: number; readonly failed: number } {
    return this.statements.one<{ open: number; failed: number }>(
      `SELECT count(*) FILTER (WHERE status IN ('queued', 'processing')) AS open, count(*) FILTER (WHERE status = 'failed') AS failed
       FROM jobs WHERE runnable = 1 AND kind = 'erasure'`,
      {},
    )!;
  }

  /** Whether an erasure of the tenant waits, runs, or ended before it was done. Files may be ahead of their rows. */
  isUnfinished(tenant: string): boolean {
    return this.#unfinished(tenant).length > 0;
  }

  #unfinished(tenant: string): JobRow[] {
    return this.statements
      .all<StoredJob>(
        `SELECT ${JOB_COLUMNS} FROM jobs
         WHERE ${ERASURES} AND status IN ('queued', 'processing', 'failed', 'cancelled')`,
        { tenant },
      )
      .map(toJob);
  }

  #revive(tenant: string, id: string, now: number): void {
    this.changes.make(
      tenant,
      id,
      { event: "queued", data: { status: "queued" }, at: now },
      () =>
        this.statements.run(
          `UPDATE jobs SET status = 'queued', kills = 0, error = NULL, progress = NULL, cancel_requested = 0, updated_at = $now
           WHERE tenant_id = $tenant AND id = $id`,
          { tenant, id, now },
        ) > 0,
    );
  }

  #cancelOthers(tenant: string, except: string, now: number): void {
    const others = this.statements.all<{ id: string }>(
      "SELECT id FROM jobs WHERE tenant_id = $tenant AND status IN ('queued', 'processing') AND id <> $except",
      { tenant, except },
    );
    for (const { id } of others) this.jobs.requestCancel(tenant, id, now);
  }
}

function isSame(known: ErasurePayload, asked: Exclude<ErasurePayload, { customer: CustomerMark }>): boolean {
  if (known.scope === "tenant" || asked.scope === "tenant") return known.scope === asked.scope;
  if ("customer_id" in known) return known.customer_id === asked.customer_id;
  return isMarked(known.customer, asked.customer_id);
}
