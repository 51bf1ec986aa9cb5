import { Database } from "bun:sqlite";
import { BUSY_TIMEOUT_MS } from "./sqlite";

const ATTEMPTS = 10;

/**
 * Rewrites the store at `path` and empties its write-ahead log, while others have it open: after that no page, used or
 * free, holds what was deleted before. (`secure_delete` zeroes what is deleted, but not the copies that rebuilding a
 * page leaves between its cells.) Others who write wait meanwhile, about 7 ms a megabyte. Throws an Error where
 * somebody holds the log for a minute.
 */
export function compactStore(path: string): void {
  const database = new Database(path);
  try {
    database.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    database.run("VACUUM");
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { busy } = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get() as { busy: number };
      if (busy === 0) return;
    }
    throw new Error("the store's write-ahead log is held by a reader and cannot be emptied");
  } finally {
    database.close();
  }
}
