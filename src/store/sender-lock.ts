import { Database } from "bun:sqlite";
import { isBusy } from "./sqlite";

/**
 * The holder sends what the outbox holds; of the servers that share a store, only one at a time. The operating system
 * releases a dead process's lock, so the next one need not wait for anything to expire.
 */
export class SenderLock {
  #file: Database | null = null;

  /** For the store at `path`; `outbox` names the sender. */
  constructor(
    private readonly path: string,
    private readonly outbox: "mirror" | "tracking",
  ) {}

  /** Whether this process holds it now: it had it already, or it was free. */
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
