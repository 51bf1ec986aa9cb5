import { WorkerProcess } from "./worker-process";

/** A process that has kept more than this after a task is ended, which gives its memory back. */
const MOST_KEPT_BYTES = 768 * 2 ** 20;

/** Worker processes by their script: started when first needed, kept for the next task. */
export class Pool {
  readonly #idle = new Map<string, WorkerProcess[]>();

  constructor(private readonly mostKeptBytes = MOST_KEPT_BYTES) {}

  /** A process that runs `file` and has nothing to do. */
  take(file: string): WorkerProcess {
    const idle = this.#idle.get(file) ?? [];
    for (let worker = idle.pop(); worker; worker = idle.pop()) {
      if (worker.alive) return worker;
    }
    return new WorkerProcess(file);
  }

  /** Takes back a process whose task has ended. */
  giveBack(worker: WorkerProcess): void {
    if (!worker.alive) return;
    if (worker.rssBytes > this.mostKeptBytes) {
      void worker.kill();
      return;
    }
    const idle = this.#idle.get(worker.file) ?? [];
    this.#idle.set(worker.file, idle);
    idle.push(worker);
  }

  /** How many processes wait for a task. */
  get idle(): number {
    let count = 0;
    for (const workers of this.#idle.values()) count += workers.filter(({ alive }) => alive).length;
    return count;
  }

  /** Ends the processes that have nothing to do. */
  async end(): Promise<void> {
    const workers = [...this.#idle.values()].flat();
    this.#idle.clear();
    await Promise.all(workers.map((worker) => worker.kill()));
  }
}
