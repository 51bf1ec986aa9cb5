import { isFinal, type JobEvent, type JobRow } from "../store/job-row";
import type { JobRepository } from "../store/jobs";

/** Lets requests wait for jobs, those that another server runs on the same store too. */
export class JobFollower {
  /** Job → those who wait for a change of it. */
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #unsubscribe: () => void;
  #closed = false;

  constructor(private readonly jobs: JobRepository) {
    this.#unsubscribe = jobs.onChange(({ tenant, id }) => {
      for (const wake of this.#waiting.get(keyOf(tenant, id)) ?? []) wake();
    });
  }

  /**
   * The job as it is at its end; null where there is none, or it was erased meanwhile. As it is then, where the server
   * goes down before. Rejects with the signal's reason when it is aborted.
   */
  async waitForEnd(tenant: string, id: string, signal?: AbortSignal): Promise<JobRow | null> {
    for (;;) {
      signal?.throwIfAborted();
      const job = this.jobs.find(tenant, id);
      if (!job || isFinal(job.status) || this.#closed) return job;
      await this.#change(tenant, id, signal);
    }
  }

  /**
   * The job's events after `sequence`, as they happen; ends behind the event that ends the job, or when the server goes
   * down. Throws the signal's reason when it is aborted.
   */
  async *events(
    tenant: string,
    id: string,
    sequence: number,
    signal?: AbortSignal,
  ): AsyncGenerator<JobEvent, void, undefined> {
    let last = sequence;
    for (;;) {
      signal?.throwIfAborted();
      // Asked before the events are read, so that an end in between is not missed.
      const job = this.jobs.find(tenant, id);
      for (const event of this.jobs.events(tenant, id, last)) {
        last = event.sequence;
        yield event;
      }
      if (!job || isFinal(job.status) || this.#closed) return;
      // What has happened while the reader was busy with the last event is there already.
      if (this.jobs.events(tenant, id, last).length === 0) await this.#change(tenant, id, signal);
    }
  }

  /** Has everybody who waits look again; changes by other processes are not heard of otherwise. */
  lookAgain(): void {
    for (const wakes of this.#waiting.values()) for (const wake of wakes) wake();
  }

  /** Lets everybody go. */
  close(): void {
    this.#closed = true;
    this.#unsubscribe();
    this.lookAgain();
  }

  /** Resolves when the job may have changed. */
  #change(tenant: string, id: string, signal?: AbortSignal): Promise<void> {
    const key = keyOf(tenant, id);
    const wakes = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, wakes);
    return new Promise((resolve) => {
      const wake = () => {
        signal?.removeEventListener("abort", wake);
        wakes.delete(wake);
        if (wakes.size === 0 && this.#waiting.get(key) === wakes) this.#waiting.delete(key);
        resolve();
      };
      signal?.addEventListener("abort", wake);
      wakes.add(wake);
    });
  }
}

/** A tenant id holds no slash. */
function keyOf(tenant: string, id: string): string {
  return `${tenant}/${id}`;
}
