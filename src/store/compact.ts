import { Database } from "bun:sqlite";
import { BUSY_TIMEOUT_MS } from "./sqlite";

const ATTEMPTS = 10;

/**
 * Rewrites the store at `path` and empties its write-ahead log while others have it open. Afterwards no page, used or
 * free, holds deleted data. (`secure_delete` zeroes deleted cells, but not the copies that rebuilding a page leaves
 * between them.) Other writers wait, about 7 ms per megabyte. Throws an Error if someone holds the log for a minute.
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
