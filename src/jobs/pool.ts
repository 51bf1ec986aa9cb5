import { WorkerProcess } from "./worker-process";

/** A process that has kept more than this after a task is ended, which gives its memory back. */
const MOST_KEPT_BYTES = 768 * 2 ** 20;

/**
 * Worker processes: started when first needed, kept for the next task of whatever kind. One is started only while none
 * is idle, and `giveBack` waits for one that it ends: so there are never more processes, idle ones counted, than tasks
 * at a time.
 */
export class Pool {
  readonly #idle: WorkerProcess[] = [];

  /** `file` is a script that calls `serveTasks`. */
  constructor(
    private readonly file: string,
    private readonly mostKeptBytes = MOST_KEPT_BYTES,
  ) {}

  /** A process that has nothing to do. */
  take(): WorkerProcess {
    for (let worker = this.#idle.pop(); worker; worker = this.#idle.pop()) {
      if (worker.alive) return worker;
    }
    return new WorkerProcess(this.file);
  }

  /** Takes back a process whose task has ended. */
  async giveBack(worker: WorkerProcess): Promise<void> {
    if (!worker.alive) return;
    if (worker.rssBytes > this.mostKeptBytes) await worker.kill();
    else this.#idle.push(worker);
  }

  /** How many processes wait for a task. */
  get idle(): number {
    return this.#idle.filter(({ alive }) => alive).length;
  }

  /** Ends the processes that have nothing to do. */
  async end(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((worker) => worker.kill()));
  }
}
