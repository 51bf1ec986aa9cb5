import { Database } from "bun:sqlite";
import { isBusy } from "./sqlite";

/**
 * Who has it sends what the outbox holds; of the servers that share a store, one at a time. The operating system takes
 * the lock of a process that dies, however it dies, so the next one need not wait for anything to run out.
 */
export class SenderLock {
  #file: Database | null = null;

  /** Of the store at `path`; `outbox` is whose sender it is for. */
  constructor(
    private readonly path: string,
    private readonly outbox: "mirror" | "tracking",
  ) {}

  /** Whether it is held now: it was, or it was free. */
  take(): boolean {
    if (this.#file) return true;
    const file = new Database(this.path === ":memory:" ? this.path : `${this.path}.${this.outbox}`, {
      create: true,
    });
    try {
      file.run("PRAGMA busy_timeout = 0");
      file.run("BEGIN EXCLUSIVE");
      this.#file = file;
      return true;
    } catch (error) {
      file.close();
      if (isBusy(error)) return false;
      throw error;
    }
  }

  release(): void {
    this.#file?.close();
    this.#file = null;
  }
}
