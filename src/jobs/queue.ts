import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { JobEvent, JobKind, JobRow } from "../store/job-row";
import type { Lane } from "../store/job-runs";
import type { Store } from "../store/store";
import { JobFollower } from "./job-follower";
import type { JobHandler } from "./job-handler";
import { Pool } from "./pool";
import { defectOf } from "./protocol";
import { type JobLog, Run } from "./run";

const WORKER_FILE = resolve(import.meta.dir, "../../workers/worker.ts");
/** How many mails are sent at a time. They wait for a mail server, and cost no processor. */
const MOST_MAILS = 4;

export interface QueueOptions {
  readonly store: Store;
  readonly handlers: Readonly<Record<JobKind, JobHandler>>;
  readonly log: JobLog;
  /** How many jobs run at a time, each in a process of its own, and so how many processes there are at most. Cores − 1 by default, at least 1. */
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
 * Runs the store's jobs in worker processes, and sends the mails among them itself. Several servers may do so on one store: each renews the leases of its own
 * runs, and takes over what has lost its lease.
 */
export class Queue {
  readonly workers: number;
  readonly #store: Store;
  readonly #handlers: QueueOptions["handlers"];
  readonly #log: JobLog;
  readonly #leaseMs: number;
  readonly #lookMs: number;
  readonly #now: () => number;
  readonly #pool: Pool;
  readonly #follower: JobFollower;
  /** The runs at work, and when each is over. */
  readonly #runs = new Map<Run, Promise<void>>();
  #claiming = false;
  #willFill = false;
  #renewAt = 0;
  #timer: ReturnType<typeof setInterval> | null = null;
  #unsubscribe = () => {};

  constructor(options: QueueOptions) {
    this.workers = Math.max(1, Math.floor(options.workers ?? availableParallelism() - 1));
    this.#store = options.store;
    this.#handlers = options.handlers;
    this.#log = options.log;
    this.#leaseMs = options.leaseMs ?? 30_000;
    this.#lookMs = options.lookMs ?? 1000;
    this.#now = options.now ?? Date.now;
    this.#pool = new Pool(options.workerFile ?? WORKER_FILE);
    this.#follower = new JobFollower(this.#store.jobs);
  }

  /** Begins to run jobs. */
  start(): void {
    if (this.#timer) throw new RangeError("the queue runs already");
    this.#unsubscribe = this.#store.jobs.onChange((job) => this.#hear(job));
    this.#timer = setInterval(() => this.look(), this.#lookMs);
    this.#claiming = true;
    this.look();
  }

  /**
   * Adds a job for the pool; `payload` in wire format, `id` made where none is given. Null where the tenant has a job of this id
   * already: that one stands.
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
      running: this.#runningOf("pool"),
      idleProcesses: this.#pool.idle,
    };
  }

  /**
   * Goes down: claims nothing more, lets the runs end within `graceMs`, puts the others back to be run by the next server, and ends
   * the processes. The store stays open.
   */
  async stop({ graceMs = 10_000 }: { graceMs?: number } = {}): Promise<void> {
    this.#claiming = false;
    const timer = setTimeout(() => this.#endAll(), graceMs);
    await Promise.all(this.#runs.values());
    clearTimeout(timer);
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#unsubscribe();
    this.#follower.close();
    await this.#pool.end();
  }

  /** Looks at what is not heard of: leases, and what other servers have done to the store. Called on a timer. */
  look(): void {
    this.#guarded(() => {
      const now = this.#now();
      // A server that was held up renews before it looks for leases that have run out: its own may be among them.
      if (now >= this.#renewAt) {
        for (const run of this.#runs.keys()) run.renew(now + this.#leaseMs);
        this.#renewAt = now + this.#leaseMs / 3;
      }
      for (const run of this.#store.runs.expired(now)) {
        this.#log.warn({ ...run }, "a run has lost its lease");
        this.#store.runs.killed(run, "stopped together with its server", now);
      }
      this.#follower.lookAgain();
      this.#fill();
    });
  }

  #hear(job: JobRow): void {
    if (job.cancelRequested && job.status === "processing") this.#runOf(job)?.end("cancelled");
    if (job.runnable && job.status === "queued") this.#fillSoon();
  }

  /** Not at once: who has added a job may add more, and wants to see it waiting first. */
  #fillSoon(): void {
    if (this.#willFill) return;
    this.#willFill = true;
    queueMicrotask(() => {
      this.#willFill = false;
      this.#guarded(() => this.#fill());
    });
  }

  #runOf({ tenant, id, attempt }: JobRow): Run | undefined {
    for (const run of this.#runs.keys()) {
      const { token } = run;
      if (token.tenant === tenant && token.id === id && token.attempt === attempt) return run;
    }
    return undefined;
  }

  /** Claims as many jobs as there are workers free, and as many mails as may be sent at a time. */
  #fill(): void {
    this.#fillLane("pool", this.workers);
    this.#fillLane("mail", MOST_MAILS);
  }

  #fillLane(lane: Lane, most: number): void {
    while (this.#claiming && this.#runningOf(lane) < most) {
      const now = this.#now();
      const job = this.#store.runs.claim(now + this.#leaseMs, now, lane);
      if (!job) return;
      const tools = { store: this.#store, pool: this.#pool, log: this.#log, now: this.#now };
      const run = new Run(job, this.#handlers[job.kind], tools, lane);
      const over = run.perform().then(() => {
        this.#runs.delete(run);
        this.#guarded(() => this.#fill());
      });
      this.#runs.set(run, over);
    }
  }

  #runningOf(lane: Lane): number {
    let count = 0;
    for (const run of this.#runs.keys()) if (run.lane === lane) count++;
    return count;
  }

  #endAll(): void {
    for (const run of this.#runs.keys()) run.end("requeued");
  }

  /** The store may be busy or its disk full for a while: the queue goes on, and tries again when it looks next. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#log.error({ error: defectOf(error) }, "the queue could not use the store");
    }
  }
}
