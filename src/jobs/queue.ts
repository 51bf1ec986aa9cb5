import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Loop } from "../loop";
import type { JobEvent, JobKind, JobRow } from "../store/job-row";
import type { Store } from "../store/store";
import { type Hands, LocalHands } from "./hands";
import { JobFollower } from "./job-follower";
import type { JobHandler } from "./job-handler";
import { Pool } from "./pool";
import { defectOf } from "./protocol";
import { type JobLog, Run } from "./run";
import type { JoinedWorker, JoinedWorkers } from "./steps/joined-workers";
import { BEAT_MS } from "./worker-loop";

/** The script of the processes that do jobs. */
export const WORKER_FILE = resolve(import.meta.dir, "../../workers/worker.ts");

/** The jobs for the pool's processes. Mails go through the outbox. */
export type JobHandlers = Readonly<Record<Exclude<JobKind, "email">, JobHandler>>;

/** Workers of other machines. */
interface Elsewhere {
  readonly hands: Hands;
  readonly most: number;
  readonly joined: JoinedWorkers;
}

export interface QueueOptions {
  readonly store: Store;
  readonly handlers: JobHandlers;
  readonly log: JobLog;
  /**
   * How many jobs run at the same time, each in its own process, and so the maximum number of processes. Default: cores
   * − 1, but at least 1.
   */
  readonly workers?: number;
  /** Workers of other machines, which `local` helps out, and how many more jobs run with them at the same time. */
  readonly elsewhere?: (local: LocalHands) => Elsewhere;
  /** The workers' script; it calls `serveTasks`. */
  readonly workerFile?: string;
  /** How long a run counts as alive after its server's last sign of life. */
  readonly leaseMs?: number;
  /** How long a worker process may say and do nothing before it is ended. */
  readonly quietMs?: number;
  /** How often the queue checks what other servers did to the store. */
  readonly lookMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Runs the store's jobs in worker processes. Several servers may share a store: each renews the leases of its own runs
 * and takes over runs whose lease has expired.
 */
export class Queue {
  readonly workers: number;
  readonly #store: Store;
  readonly #handlers: JobHandlers;
  readonly #log: JobLog;
  readonly #leaseMs: number;
  readonly #quietMs: number;
  readonly #now: () => number;
  readonly #pool: Pool;
  readonly #hands: Hands;
  readonly #mostRuns: number;
  readonly #joined: JoinedWorkers | null;
  readonly #follower: JobFollower;
  readonly #loop: Loop;
  /** The active runs. */
  readonly #runs = new Set<Run>();
  #renewAt = 0;
  #unsubscribe = () => {};

  constructor(options: QueueOptions) {
    this.workers = Math.max(1, Math.floor(options.workers ?? availableParallelism() - 1));
    this.#store = options.store;
    this.#handlers = options.handlers;
    this.#log = options.log;
    this.#leaseMs = options.leaseMs ?? 30_000;
    this.#quietMs = options.quietMs ?? 60_000;
    this.#now = options.now ?? Date.now;
    this.#pool = new Pool(options.workerFile ?? WORKER_FILE);
    const local = new LocalHands(this.#pool, this.workers);
    const elsewhere = options.elsewhere?.(local);
    this.#hands = elsewhere?.hands ?? local;
    this.#mostRuns = this.workers + (elsewhere?.most ?? 0);
    this.#joined = elsewhere?.joined ?? null;
    this.#follower = new JobFollower(this.#store.jobs);
    this.#loop = new Loop({
      look: () => this.#look(),
      everyMs: options.lookMs ?? 1000,
      // The store may be busy, or its disk full, for a while. The queue continues and tries again at the next look.
      onFailure: (error) => this.#log.error({ error: defectOf(error) }, "the queue could not use the store"),
    });
  }

  /** Starts to run jobs. */
  start(): void {
    this.#unsubscribe = this.#store.jobs.onChange((job) => this.#hear(job));
    this.#loop.start();
    this.#joined?.start();
  }

  /**
   * Adds a job for the pool, with `payload` in wire format and a new id unless given. Null if the tenant already has a
   * job with this id; that job stays.
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

  /** Cancels a waiting job at once, and asks a running one to stop. Null if the job has ended or does not exist. */
  cancel(tenant: string, id: string): "cancelled" | "requested" | null {
    return this.#store.jobs.requestCancel(tenant, id, this.#now());
  }

  /** The current job; null if there is none. */
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

  /** For a health page: waiting jobs of all servers, and this server's processes. */
  status(): { waiting: number; workers: number; running: number; idleProcesses: number; silent: number } {
    return {
      waiting: this.#store.jobs.waiting(),
      workers: this.workers,
      running: this.#runs.size,
      idleProcesses: this.#pool.idle,
      silent: [...this.#runs].filter(({ silentMs }) => silentMs > 3 * BEAT_MS).length,
    };
  }

  /** Looks at once for workers of other machines, which sends no signal. */
  async lookAtWorkers(): Promise<void> {
    await this.#joined?.look();
  }

  /** The workers of other machines; null if no job runs elsewhere. */
  get joined(): readonly JoinedWorker[] | null {
    return this.#joined?.list() ?? null;
  }

  /**
   * Stops: claims nothing more, gives runs `graceMs` to end, requeues the others for the next server, and ends the
   * processes. The store stays open.
   */
  async stop({ graceMs = 10_000 }: { graceMs?: number } = {}): Promise<void> {
    await Promise.all([this.#loop.stop(graceMs), this.#joined?.stop(graceMs)]);
    this.#unsubscribe();
    this.#follower.close();
    await this.#pool.end();
  }

  /** Looks at once for what sends no signal: leases, and other servers' changes to the store. */
  look(): void {
    void this.#loop.look();
  }

  #look(): void {
    const now = this.#now();
    for (const run of this.#runs) run.endIfHung(this.#quietMs);
    // A server that was held up renews first, before it looks for expired leases: its own may be among them.
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
   * Claims as many jobs as may run. A run gets less time to end than its lease lasts, because nobody renews leases
   * while the server stops.
   */
  #fill(now: number): void {
    while (this.#runs.size < this.#mostRuns) {
      const job = this.#store.runs.claim(now + this.#leaseMs, now);
      if (!job) return;
      const handler = this.#handlers[job.kind as keyof JobHandlers];
      const tools = { store: this.#store, hands: this.#hands, log: this.#log, now: this.#now };
      const run = new Run(job, handler, tools);
      this.#runs.add(run);
      const over = run.perform().then(() => void this.#runs.delete(run));
      this.#loop.begin(over, () => run.end("requeued"));
    }
  }
}
