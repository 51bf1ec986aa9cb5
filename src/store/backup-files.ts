import { existsSync } from "node:fs";
import { copyFile, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { flushFolder, flushSync, makeFolder } from "../disk";
import { UserError } from "../errors";
import { DiskBlobs } from "./blobs";
import { linkFile } from "./bucket/in-use";
import { everyFile } from "./datasets";
import { fileHash, fileSize } from "./disk-files";
import { Store, storePath } from "./store";

/** If somebody deletes or erases all the time, the copy is begun again at most so often. */
const MOST_TRIES = 10;
const PAUSE_MS = 500;

/**
 * Copies the store of a data folder and the files that its rows name into the new folder `target`, which is itself a
 * data folder: exactly the state at one moment, complete or not at all, while a server works. Returns the number of
 * files. Throws a UserError if `target` is taken, or if too much changes in the meantime.
 */
export async function backUpWithFiles(store: Store, dataDir: string, target: string): Promise<number> {
  const folder = resolve(target);
  if (existsSync(folder))
    throw new UserError(`${target} already exists, and a backup never replaces anything. Choose a new name.`);
  const partial = `${folder}.${process.pid}.partial`;
  try {
    for (let left = MOST_TRIES; left > 0; left--) {
      await rm(partial, { recursive: true, force: true });
      store.backup(storePath(partial));
      const files = await linkedFiles(store, dataDir, partial);
      if (files !== null) {
        await rename(partial, folder);
        await flushFolder(dirname(folder));
        return files;
      }
      await Bun.sleep(PAUSE_MS);
    }
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  throw new UserError(
    "The files changed while they were copied, again and again: an erasure runs, or someone deletes all the time. Try again later.",
  );
}

/** Gives the files that the copied store names a second name in `partial`. Null if one of them changed meanwhile. */
async function linkedFiles(live: Store, dataDir: string, partial: string): Promise<number | null> {
  const copied = Store.look(storePath(partial));
  try {
    const [from, to] = [new DiskBlobs(dataDir), new DiskBlobs(partial)];
    let files = 0;
    for (const tenant of copied.tenants.list()) {
      for (const { key } of await from.list(`tenants/${tenant}`)) {
        const path = to.localPath(key);
        if (!isNamed(copied, tenant, key)) continue;
        await makeFolder(dirname(path));
        if (await linkFile(from.localPath(key), path)) files++;
        flushSync(path);
        await flushFolder(dirname(path));
      }
      if (!(await isAsItWas(copied, live, tenant, to))) return null;
    }
    return files;
  } finally {
    copied.close();
  }
}

/** Whether a row of the store names the object or its folder. */
function isNamed(store: Store, tenant: string, key: string): boolean {
  const [, , area, name = ""] = key.split("/");
  if (area === "models") return store.models.find(tenant, name) !== null;
  if (area === "datasets") return store.datasets.findFile(tenant, name) !== null;
  return store.predictions.find(tenant, name.replace(/\.csv$/, "")) !== null;
}

/**
 * Whether nothing that the copied store names was deleted or rewritten since it was copied. Only erasures rewrite, and
 * whoever deletes removes the row first.
 */
async function isAsItWas(copied: Store, live: Store, tenant: string, files: DiskBlobs): Promise<boolean> {
  const [then, now] = [copied.erasures.turn(tenant), live.erasures.turn(tenant)];
  if (then.runningSince !== null || now.runs !== then.runs) return false;
  const uploads = copied.datasets.list(tenant).flatMap(everyFile);
  const models = copied.models.list(tenant);
  const lists = copied.predictions.batches(tenant);
  const isThere = async (key: string) => (await fileSize(files.localPath(key))) !== null;
  for (const { id, path } of uploads)
    if (live.datasets.findFile(tenant, id) === null && !(await isThere(path))) return false;
  for (const { id } of models) if (live.models.find(tenant, id) === null) return false;
  for (const { id, batchFileUrl } of lists)
    if (live.predictions.find(tenant, id) === null && !(await isThere(batchFileUrl!))) return false;
  return true;
}

/**
 * Puts the files of a backup into a data folder, next to the store that `restoreStore` has put there. Those that are
 * there already stay. Returns how many it copied. It can be run again after an interruption.
 */
export async function restoreFiles(backup: string, dataDir: string): Promise<number> {
  const store = Store.look(storePath(backup));
  const [from, to] = [new DiskBlobs(backup), new DiskBlobs(dataDir)];
  let copied = 0;
  try {
    for (const tenant of store.tenants.list())
      for (const { key } of await from.list(`tenants/${tenant}`)) {
        const [source, path] = [from.localPath(key), to.localPath(key)];
        if (await isSame(source, path)) continue;
        const partial = join(dirname(path), `.restoring.${process.pid}`);
        await makeFolder(dirname(path));
        await copyFile(source, partial);
        flushSync(partial);
        await rename(partial, path);
        await flushFolder(dirname(path));
        copied++;
      }
    return copied;
  } finally {
    store.close();
  }
}

async function isSame(a: string, b: string): Promise<boolean> {
  if ((await fileSize(a)) !== (await fileSize(b))) return false;
  return (await fileHash(a)).sha256 === (await fileHash(b)).sha256;
}
