import { isFinal, JOB_COLUMNS, type JobEvent, type JobRow, type StoredJob, toJob } from "./job-row";
import type { Statements } from "./statements";

/** A change of a job, for its followers. */
export interface Happening {
  readonly event: JobEvent["event"];
  readonly data: unknown;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Changes jobs. Each change and its event are one transaction; listeners are called after the commit. */
export class JobChanges {
  readonly #listeners = new Set<(job: JobRow) => void>();
  readonly #alongEnds = new Set<(job: JobRow) => void>();

  constructor(private readonly statements: Statements) {}

  /** Calls `listener`, which must not throw, after every change of any job, until the returned function is called. */
  onChange(listener: (job: JobRow) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Calls `also`, which must not throw, in the transaction that ends a job, until the returned function is called. What
   * it stores is stored with the end.
   */
  alongEnd(also: (job: JobRow) => void): () => void {
    this.#alongEnds.add(also);
    return () => this.#alongEnds.delete(also);
  }

  find(tenant: string, id: string): JobRow | null {
    const row = this.statements.one<StoredJob>(
      `SELECT ${JOB_COLUMNS} FROM jobs WHERE tenant_id = $tenant AND id = $id`,
      { tenant, id },
    );
    return row && toJob(row);
  }

  /** Makes the change and records its event. False if `change` reports that nothing changed. */
  make(tenant: string, id: string, { event, data, at }: Happening, change: () => boolean): boolean {
    return this.statements.transaction(() => {
      if (!change()) return false;
      const { sequence } = this.statements.one<{ sequence: number }>(
        `UPDATE jobs SET last_event = last_event + 1 WHERE tenant_id = $tenant AND id = $id
         RETURNING last_event AS sequence`,
        { tenant, id },
      )!;
      if (event === "progress") this.#forgetProgress(tenant, id);
      this.statements.run(
        `INSERT INTO job_events (tenant_id, job_id, sequence, event, data, at)
         VALUES ($tenant, $id, $sequence, $event, $data, $at)`,
        { tenant, id, sequence, event, data: JSON.stringify(data ?? null), at },
      );
      this.#storeAlong(tenant, id);
      this.tell(tenant, id);
      return true;
    });
  }

  /** Tells the listeners the job's state after the commit. */
  tell(tenant: string, id: string): void {
    if (this.#listeners.size === 0) return;
    this.statements.afterCommit(() => {
      const job = this.find(tenant, id);
      if (job) for (const listener of this.#listeners) listener(job);
    });
  }

  #storeAlong(tenant: string, id: string): void {
    if (this.#alongEnds.size === 0) return;
    const job = this.find(tenant, id);
    if (job && isFinal(job.status)) for (const also of this.#alongEnds) also(job);
  }

  /** Otherwise an hour of training would leave thousands of rows that nobody reads. */
  #forgetProgress(tenant: string, id: string): void {
    this.statements.run(
      "DELETE FROM job_events WHERE tenant_id = $tenant AND job_id = $id AND event = 'progress'",
      { tenant, id },
    );
  }
}
