import { Database } from "bun:sqlite";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isBusy } from "../sqlite";

/** Tenants share locks, so that no lock has a tenant's name. */
const LOCKS = 64;
const LOOK_MS = 50;

/**
 * Runs `work` while no other process of this machine sends or deletes the tenant's objects: a late upload must not
 * overwrite what an erasure has written since. The operating system releases the lock of a dead process.
 */
export async function whileSending<T>(dataDir: string, tenant: string, work: () => Promise<T>): Promise<T> {
  const folder = join(dataDir, "artifacts", ".sending");
  await mkdir(folder, { recursive: true });
  const number = Number(Bun.hash.crc32(tenant)) % LOCKS;
  const lock = new Database(join(folder, `${number}.lock`), { create: true });
  try {
    lock.run("PRAGMA busy_timeout = 0");
    while (!isTaken(lock)) await Bun.sleep(LOOK_MS);
    return await work();
  } finally {
    lock.close();
  }
}

/** False if another process has it. */
function isTaken(lock: Database): boolean {
  try {
    lock.run("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}
