import { afterEach } from "bun:test";
import { resolve } from "node:path";
import type { JobHandler } from "../../src/jobs/job-handler";
import { Queue, type QueueOptions } from "../../src/jobs/queue";
import type { JobLog } from "../../src/jobs/run";
import type { Store } from "../../src/store/store";
import { modelRow } from "../store/rows";

/** What a staged worker is told to do next. */
export type Instruction =
  | { readonly do: "finish"; readonly outcome: unknown }
  | { readonly do: "progress"; readonly fraction: number }
  | { readonly do: "refuse" | "break"; readonly message: string }
  | { readonly do: "exit"; readonly code: number }
  | { readonly do: "eat memory" };

export interface StagedTask {
  readonly door: string;
  readonly tenant: string;
  readonly id: string;
  readonly attempt: number;
}

/** A worker process that stands at the stage door and waits to be told what to do. */
export interface Visit {
  readonly job: string;
  readonly attempt: number;
  readonly pid: number;
  tell(instruction: Instruction): void;
}

/** Directs real worker processes from a test: each asks at a door what to do, and the test answers when it likes. */
export class Stage {
  readonly #waiting: Visit[] = [];
  readonly #wanted: ((visit: Visit) => void)[] = [];
  readonly #server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    fetch: (request) =>
      new Promise((answer) => {
        const query = new URL(request.url).searchParams;
        const visit: Visit = {
          job: `${query.get("tenant")}/${query.get("id")}`,
          attempt: Number(query.get("attempt")),
          pid: Number(query.get("pid")),
          tell: (instruction) => answer(Response.json(instruction)),
        };
        const wanted = this.#wanted.shift();
        if (wanted) wanted(visit);
        else this.#waiting.push(visit);
      }),
  });

  get door(): string {
    return this.#server.url.href;
  }

  /** The next worker at the door. */
  next(): Promise<Visit> {
    const visit = this.#waiting.shift();
    return visit ? Promise.resolve(visit) : new Promise((arrive) => this.#wanted.push(arrive));
  }

  /** How many workers wait at the door. */
  get waiting(): number {
    return this.#waiting.length;
  }

  async close(): Promise<void> {
    await this.#server.stop(true);
  }
}

/** A line that the queue has logged. */
export interface Logged {
  readonly level: string;
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

/** A queue whose workers are directed by a stage. */
export interface StagedQueue {
  readonly queue: Queue;
  readonly stage: Stage;
  readonly logged: Logged[];
  /** The jobs whose leavings were removed. */
  readonly discarded: string[];
}

const open: (() => Promise<void>)[] = [];

/** To be called once at the top of a test file, after the one that closes the stores: stops the queues. */
export function stopQueuesAfterwards(): void {
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });
}

/** Whether there is a process of this id, at work or idle. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export const STAGED_WORKER = resolve(import.meta.dir, "staged-worker.ts");

/** Starts a queue on `store`, stopped after the test. */
export function startQueue(store: Store, given: Partial<QueueOptions> = {}): StagedQueue {
  const stage = new Stage();
  const logged: Logged[] = [];
  const discarded: string[] = [];
  const handler = stagedHandler(store, stage.door, discarded);
  const queue = new Queue({
    store,
    handlers: { training: handler, prediction: handler, backtest: handler, erasure: handler },
    log: keepingLog(logged),
    workers: 1,
    workerFile: STAGED_WORKER,
    ...given,
  });
  queue.start();
  open.push(async () => {
    await queue.stop({ graceMs: 0 });
    await stage.close();
  });
  return { queue, stage, logged, discarded };
}

/** Jobs that are done by staged workers; each that completes stores a model of its id. */
export function stagedHandler(store: Store, door: string, discarded: string[] = []): JobHandler {
  return {
    prepare: async ({ tenant, id, attempt }): Promise<StagedTask> => ({ door, tenant, id, attempt }),
    commit: ({ tenant, id }, outcome) => ({
      result: outcome,
      store: () => store.models.insert(tenant, modelRow(id)),
    }),
    discard: async ({ tenant, id }) => void discarded.push(`${tenant}/${id}`),
  };
}

function keepingLog(logged: Logged[]): JobLog {
  const keep = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, fields: { ...fields }, message });
  return { info: keep("info"), warn: keep("warn"), error: keep("error") };
}
