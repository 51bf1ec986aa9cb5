import { Database } from "bun:sqlite";
import { UserError } from "../errors";
import { isBusy } from "./sqlite";

/** How long to wait for those who use the store. */
const WITHIN_MS = 60_000;
/** How long SQLite itself waits, and the pause after it gave up: it does so at once during another's checkpoint. */
const BUSY_MS = 1000;
const PAUSE_MS = 50;

/**
 * Rewrites the store at `path` and empties its write-ahead log while others have it open. Afterwards no page, used or
 * free, holds deleted data. (`secure_delete` zeroes deleted cells, but not the copies that rebuilding a page leaves
 * between them.) Other writers wait, about 7 ms per megabyte. Throws a UserError if others hold the store for longer
 * than `withinMs`.
 */
export async function compactStore(path: string, withinMs = WITHIN_MS): Promise<void> {
  const until = performance.now() + withinMs;
  const database = new Database(path);
  try {
    database.run(`PRAGMA busy_timeout = ${Math.min(BUSY_MS, withinMs)}`);
    await untilDone(until, () => vacuum(database));
    await untilDone(until, () => {
      const { busy } = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get() as { busy: number };
      return busy === 0;
    });
  } finally {
    database.close();
  }
}

async function untilDone(until: number, tryOnce: () => boolean): Promise<void> {
  while (!tryOnce()) {
    if (performance.now() > until)
      throw new UserError(
        "Everything is erased, but the store could not be rewritten, because others were reading it all the time. Ask for the same erasure again.",
      );
    await Bun.sleep(PAUSE_MS);
  }
}

function vacuum(database: Database): boolean {
  try {
    database.run("VACUUM");
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}
