import type { JobRow } from "../store/job-row";
import type { JobHandler } from "./job-handler";
import type { Pool } from "./pool";
import type { Ending } from "./protocol";
import { Slots } from "./slots";
import type { TaskListener, WorkerProcess } from "./worker-process";

/** A task that is being done. */
export interface Work {
  /** How it ended. Never rejects. */
  readonly ending: Promise<Ending>;
  /** Ends it at once; `ending` then resolves soon. */
  end(): void;
  /** Milliseconds since its process last said anything; 0 without one. */
  readonly silentMs: number;
  /** Ends it if its process hangs (`WorkerProcess.endIfHung`). */
  endIfHung(quietMs: number): void;
}

/** Where the tasks of jobs are done: by processes here, or by workers elsewhere. */
export interface Hands {
  begin(job: JobRow, handler: JobHandler, task: unknown, listener: TaskListener): Work;
  /** Removes what is no longer needed once a job has ended. */
  clear(job: Pick<JobRow, "tenant" | "id">): Promise<void>;
}

/** The processes of this machine, at most as many at a time as there are slots. */
export class LocalHands implements Hands {
  readonly #slots: Slots;

  constructor(
    private readonly pool: Pool,
    most: number,
  ) {
    this.#slots = new Slots(most);
  }

  begin({ kind }: JobRow, _: unknown, task: unknown, listener: TaskListener): LocalWork {
    return this.do(kind, task, listener);
  }

  /** Does a task of any kind. */
  do(kind: JobRow["kind"], task: unknown, listener: TaskListener): LocalWork {
    return new LocalWork(this.pool, this.#slots, { kind, task }, listener);
  }

  async clear(): Promise<void> {}
}

/** A task that a process of this machine does. */
export class LocalWork implements Work {
  readonly ending: Promise<Ending>;
  #worker: WorkerProcess | null = null;
  #hasBegun = false;
  #isEnded = false;

  constructor(
    private readonly pool: Pool,
    private readonly slots: Slots,
    private readonly what: { readonly kind: JobRow["kind"]; readonly task: unknown },
    private readonly listener: TaskListener,
  ) {
    this.ending = this.#do();
  }

  end(): void {
    this.#isEnded = true;
    void this.#worker?.kill();
  }

  /** False while it waits for a process. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get silentMs(): number {
    return this.#worker?.silentMs ?? 0;
  }

  endIfHung(quietMs: number): void {
    this.#worker?.endIfHung(quietMs);
  }

  async #do(): Promise<Ending> {
    const release = this.slots.tryTake() ?? (await this.slots.take());
    try {
      if (this.#isEnded) return { type: "died", reason: "was ended before it began" };
      const worker = this.pool.take();
      this.#worker = worker;
      this.#hasBegun = true;
      try {
        return await worker.run(this.what.kind, this.what.task, this.listener);
      } finally {
        this.#worker = null;
        await this.pool.giveBack(worker);
      }
    } finally {
      release();
    }
  }
}
