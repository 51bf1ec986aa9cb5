import { WorkerProcess } from "./worker-process";

/** We end a process that holds more memory than this after a task, to get the memory back. */
const MOST_KEPT_BYTES = 768 * 2 ** 20;

/**
 * Worker processes: started when needed and kept for the next task of any kind. A new one starts only if none is idle,
 * and `giveBack` waits for one that it ends. So there are never more processes, including idle ones, than concurrent
 * tasks.
 */
export class Pool {
  readonly #idle: WorkerProcess[] = [];

  /** `file` is a script that calls `serveTasks`. */
  constructor(
    private readonly file: string,
    private readonly mostKeptBytes = MOST_KEPT_BYTES,
  ) {}

  /** A process with nothing to do. */
  take(): WorkerProcess {
    for (let worker = this.#idle.pop(); worker; worker = this.#idle.pop()) {
      if (worker.alive) return worker;
    }
    return new WorkerProcess(this.file);
  }

  /** Takes back a process after its task. */
  async giveBack(worker: WorkerProcess): Promise<void> {
    if (!worker.alive) return;
    if (worker.rssBytes > this.mostKeptBytes) await worker.kill();
    else this.#idle.push(worker);
  }

  /** How many processes are idle. */
  get idle(): number {
    return this.#idle.filter(({ alive }) => alive).length;
  }

  /** Ends the idle processes. */
  async end(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((worker) => worker.kill()));
  }
}
