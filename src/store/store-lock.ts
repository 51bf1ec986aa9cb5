import { Database } from "bun:sqlite";
import { dirname } from "node:path";
import { makeFolderSync } from "../disk";
import { UserError } from "../errors";
import { asStoreError, BUSY_TIMEOUT_MS, isBusy } from "./sqlite";

/**
 * Tells whether anyone has the store open. Each process that does holds a shared lock on an empty SQLite file beside
 * the store. A process that needs exclusive access asks for the exclusive lock. The operating system releases a dead
 * process's lock, so there is nothing to clean up and no process id to trust.
 */
export class StoreLock {
  private constructor(readonly database: Database) {}

  /**
   * Takes a shared lock on the store at `path`. If nobody else has one, first runs `whenAlone`, while nobody can get
   * one. Throws an Error if someone has exclusive access for longer than five seconds.
   */
  static share(path: string, whenAlone: () => void): StoreLock {
    const lock = new StoreLock(openLockFile(path));
    try {
      lock.tryAlone(whenAlone);
      lock.database.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      lock.database.run("BEGIN");
      lock.database.run("SELECT count(*) FROM sqlite_schema");
      return lock;
    } catch (error) {
      lock.release();
      if (!isBusy(error)) throw asStoreError(error, path);
      throw new UserError(
        `The store ${path} is being restored by another process. Start again when it is done.`,
      );
    }
  }

  /**
   * Runs `action` while nobody has the store at `path` open, and keeps others out. If someone has it open, runs nothing
   * and returns false. Throws a UserError if the disk is the reason.
   */
  static alone(path: string, action: () => void): boolean {
    const lock = new StoreLock(openLockFile(path));
    try {
      return lock.tryAlone(action);
    } catch (error) {
      throw asStoreError(error, path);
    } finally {
      lock.release();
    }
  }

  release(): void {
    this.database.close();
  }

  private tryAlone(action: () => void): boolean {
    this.database.run("PRAGMA busy_timeout = 0");
    try {
      this.database.run("BEGIN EXCLUSIVE");
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
    try {
      action();
      return true;
    } finally {
      this.database.run("ROLLBACK");
    }
  }
}

function openLockFile(path: string): Database {
  if (path === ":memory:") return new Database(path);
  makeFolderSync(dirname(path));
  return new Database(`${path}.lock`, { create: true });
}
