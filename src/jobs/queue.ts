import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Loop } from "../loop";
import type { JobEvent, JobKind, JobRow } from "../store/job-row";
import type { Store } from "../store/store";
import { JobFollower } from "./job-follower";
import type { JobHandler } from "./job-handler";
import { Pool } from "./pool";
import { defectOf } from "./protocol";
import { type JobLog, Run } from "./run";

const WORKER_FILE = resolve(import.meta.dir, "../../workers/worker.ts");

/** What processes of the pool do: mails are sent by way of the outbox. */
export type JobHandlers = Readonly<Record<Exclude<JobKind, "email">, JobHandler>>;

export interface QueueOptions {
  readonly store: Store;
  readonly handlers: JobHandlers;
  readonly log: JobLog;
  /**
   * How many jobs run at a time, each in a process of its own, and so how many processes there are at most. Cores − 1
   * by default, at least 1.
   */
  readonly workers?: number;
  /** The script of the worker processes; it calls `serveTasks`. */
  readonly workerFile?: string;
  /** How long a run counts as alive after its server was last heard of. */
  readonly leaseMs?: number;
  /** How often the queue looks for what other servers have done to the same store. */
  readonly lookMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Runs the store's jobs in worker processes. Several servers may do so on one store: each renews the leases of its own
 * runs, and takes over what has lost its lease.
 */
export class Queue {
  readonly workers: number;
  readonly #store: Store;
  readonly #handlers: JobHandlers;
  readonly #log: JobLog;
  readonly #leaseMs: number;
  readonly #now: () => number;
  readonly #pool: Pool;
  readonly #follower: JobFollower;
  readonly #loop: Loop;
  /** The runs at work. */
  readonly #runs = new Set<Run>();
  #renewAt = 0;
  #unsubscribe = () => {};

  constructor(options: QueueOptions) {
    this.workers = Math.max(1, Math.floor(options.workers ?? availableParallelism() - 1));
    this.#store = options.store;
    this.#handlers = options.handlers;
    this.#log = options.log;
    this.#leaseMs = options.leaseMs ?? 30_000;
    this.#now = options.now ?? Date.now;
    this.#pool = new Pool(options.workerFile ?? WORKER_FILE);
    this.#follower = new JobFollower(this.#store.jobs);
    this.#loop = new Loop({
      look: () => this.#look(),
      everyMs: options.lookMs ?? 1000,
      // The store may be busy or its disk full for a while: the queue goes on, and tries again when it looks next.
      onFailure: (error) => this.#log.error({ error: defectOf(error) }, "the queue could not use the store"),
    });
  }

  /** Begins to run jobs. */
  start(): void {
    this.#unsubscribe = this.#store.jobs.onChange((job) => this.#hear(job));
    this.#loop.start();
  }

  /**
   * Adds a job for the pool; `payload` in wire format, `id` made where none is given. Null where the tenant has a job
   * of this id already: that one stands.
   */
  enqueue(
    tenant: string,
    kind: JobKind,
    payload: Readonly<Record<string, unknown>>,
    id: string = Bun.randomUUIDv7(),
  ): JobRow | null {
    const job = { id, kind, status: "queued", payload, runnable: true } as const;
    return this.#store.jobs.insert(tenant, job, this.#now()) ? this.#store.jobs.find(tenant, id) : null;
  }

  /**
   * Cancels a waiting job at once, and asks a running one to end. Null where the job is at its end or is not there.
   */
  cancel(tenant: string, id: string): "cancelled" | "requested" | null {
    return this.#store.jobs.requestCancel(tenant, id, this.#now());
  }

  /** The job as it is. Null where there is none. */
  find(tenant: string, id: string): JobRow | null {
    return this.#store.jobs.find(tenant, id);
  }

  /** See `JobFollower.waitForEnd`. */
  waitForEnd(tenant: string, id: string, signal?: AbortSignal): Promise<JobRow | null> {
    return this.#follower.waitForEnd(tenant, id, signal);
  }

  /** See `JobFollower.events`. */
  events(tenant: string, id: string, sequence: number, signal?: AbortSignal): AsyncGenerator<JobEvent> {
    return this.#follower.events(tenant, id, sequence, signal);
  }

  /** For a health page: jobs that wait, all servers' together, and this server's processes. */
  status(): { waiting: number; workers: number; running: number; idleProcesses: number } {
    return {
      waiting: this.#store.jobs.waiting(),
      workers: this.workers,
      running: this.#runs.size,
      idleProcesses: this.#pool.idle,
    };
  }

  /**
   * Goes down: claims nothing more, lets the runs end within `graceMs`, puts the others back to be run by the next
   * server, and ends the processes. The store stays open.
   */
  async stop({ graceMs = 10_000 }: { graceMs?: number } = {}): Promise<void> {
    await this.#loop.stop(graceMs);
    this.#unsubscribe();
    this.#follower.close();
    await this.#pool.end();
  }

  /** Looks at once at what is not heard of: leases, and what other servers have done to the store. */
  look(): void {
    void this.#loop.look();
  }

  #look(): void {
    const now = this.#now();
    // A server that was held up renews before it looks for leases that have run out: its own may be among them.
    if (now >= this.#renewAt) {
      for (const run of this.#runs) run.renew(now + this.#leaseMs);
      this.#renewAt = now + this.#leaseMs / 3;
    }
    for (const run of this.#store.runs.expired(now)) {
      this.#log.warn({ ...run }, "a run has lost its lease");
      this.#store.runs.killed(run, "stopped together with its server", now);
    }
    this.#follower.lookAgain();
    this.#fill(now);
  }

  #hear(job: JobRow): void {
    if (job.cancelRequested && job.status === "processing") this.#runOf(job)?.end("cancelled");
    if (job.runnable && job.status === "queued") this.#loop.wake();
  }

  #runOf({ tenant, id, attempt }: JobRow): Run | undefined {
    for (const run of this.#runs) {
      const { token } = run;
      if (token.tenant === tenant && token.id === id && token.attempt === attempt) return run;
    }
    return undefined;
  }

  /**
   * Claims as many jobs as may run at a time. A run has less time to end than its lease lasts: nobody looks any more
   * while the server goes down.
   */
  #fill(now: number): void {
    while (this.#runs.size < this.workers) {
      const job = this.#store.runs.claim(now + this.#leaseMs, now);
      if (!job) return;
      const handler = this.#handlers[job.kind as keyof JobHandlers];
      const tools = { store: this.#store, pool: this.#pool, log: this.#log, now: this.#now };
      const run = new Run(job, handler, tools);
      this.#runs.add(run);
      const over = run.perform().then(() => void this.#runs.delete(run));
      this.#loop.begin(over, () => run.end("requeued"));
    }
  }
}
