import { isFinal, type JobEvent, type JobRow } from "../store/job-row";
import type { JobRepository } from "../store/jobs";

/** Lets requests wait for jobs, including those that another server runs on the same store. */
export class JobFollower {
  /** Job → those waiting for a change of it. */
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #unsubscribe: () => void;
  #closed = false;

  constructor(private readonly jobs: JobRepository) {
    this.#unsubscribe = jobs.onChange(({ tenant, id }) => {
      for (const wake of this.#waiting.get(keyOf(tenant, id)) ?? []) wake();
    });
  }

  /**
   * The job at its end; null if it does not exist, or was erased in the meantime. Returns it earlier, as it is, if the
   * server stops. Rejects with the signal's reason on abort.
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
   * The job's events after `sequence`, as they happen. Ends after the job's last event, or when the server stops.
   * Throws the signal's reason on abort.
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
      // Start waiting before reading the events, so that we do not miss an end in between.
      const job = this.jobs.find(tenant, id);
      for (const event of this.jobs.events(tenant, id, last)) {
        last = event.sequence;
        yield event;
      }
      if (!job || isFinal(job.status) || this.#closed) return;
      // Events that happened while the reader was busy are already there.
      if (this.jobs.events(tenant, id, last).length === 0) await this.#change(tenant, id, signal);
    }
  }

  /** Makes everyone who waits look again. This is the only way to learn about other processes' changes. */
  lookAgain(): void {
    for (const wakes of this.#waiting.values()) for (const wake of wakes) wake();
  }

  /** Releases everyone who waits. */
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

/** A tenant id never contains a slash. */
function keyOf(tenant: string, id: string): string {
  return `${tenant}/${id}`;
}
