import type { Stats } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BlobInfo, BlobStore } from "../../store/blobs";
import { entriesOf } from "../../store/disk-files";
import type { Area } from "../../store/object-keys";
import { HOUR_MS } from "../../time";
import { COPY, type NoteFile } from "./erase-files";
import type { ErasureTask } from "./erasure-task";

/** A running upload writes more often than this. */
const STILL_MS = HOUR_MS;

/**
 * Deletes files that no row refers to, left by processes killed while writing. The tenant's jobs are paused, but
 * uploads are not, so uploads are only deleted if nothing touched them for an hour.
 */
export async function deleteLeftovers(
  blobs: BlobStore,
  { tenant, uploads, modelPrefixes, outputKeys }: Extract<ErasureTask, { scope: "customer" }>,
  note: NoteFile,
): Promise<void> {
  const root = `tenants/${tenant}`;
  const known = new Set([
    ...uploads.map(({ key }) => key.split("/").slice(0, 4).join("/")),
    ...modelPrefixes,
    ...outputKeys,
  ]);
  for (const area of ["datasets", "models", "outputs"] as const) {
    const folder = blobs.localPath(`${root}/${area}`);
    for (const { name } of await entriesOf(folder)) {
      const [key, path] = [`${root}/${area}/${name}`, join(folder, name)];
      if (!known.has(key)) await remove(area, key, path);
      else {
        for (const { name: inside } of await entriesOf(path))
          if (inside.startsWith(".")) await remove(area, `${key}/${inside}`, join(path, inside));
      }
    }
  }

  // Files waiting on this machine may hold the person's data, and must not be sent after the rest was rewritten.
  await blobs.settle(root);
  // Half-sent files are not listed. Jobs are paused, so all of theirs are leftovers.
  for (const area of ["models", "outputs"]) await blobs.sweep(`${root}/${area}`, Date.now());
  await blobs.sweep(`${root}/datasets`, Date.now() - STILL_MS);
  for (const [key, files] of groups(await blobs.elsewhere(root))) {
    const touchedAt = Math.max(...files.map(({ modifiedAt }) => modifiedAt));
    if (known.has(key) || (key.startsWith(`${root}/datasets/`) && Date.now() - touchedAt <= STILL_MS))
      continue;
    const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    await note(key, { type: "leftover", files: files.length, bytes });
    await blobs.delete(key);
  }

  async function remove(area: Area, key: string, path: string): Promise<void> {
    if (area === "datasets" && !(await isStill(path))) return;
    // What an earlier erasure attempt left behind was not the tenant's.
    if (!key.includes(COPY)) await note(key, { type: "leftover", ...(await sizeOf(path)) });
    await rm(path, { recursive: true, force: true });
  }
}

/** Objects by the upload, model or output that they belong to. */
function groups<T extends BlobInfo>(objects: readonly T[]): Map<string, T[]> {
  return Map.groupBy(objects, ({ key }) => key.split("/").slice(0, 4).join("/"));
}

/** Whether nothing was written in the folder, or to the file, for an hour. */
async function isStill(path: string): Promise<boolean> {
  const inside = (await entriesOf(path)).map(({ name }) => join(path, name));
  const found = await Promise.all([path, ...inside].map(statOf));
  return found.every((each) => each === null || Date.now() - each.mtimeMs > STILL_MS);
}

/** Null if it was deleted in the meantime. */
async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function sizeOf(path: string): Promise<{ files: number; bytes: number }> {
  const found = await statOf(path);
  if (found?.isFile()) return { files: 1, bytes: found.size };
  const inside = await Promise.all((await entriesOf(path)).map(({ name }) => sizeOf(join(path, name))));
  return {
    files: inside.reduce((sum, { files }) => sum + files, 0),
    bytes: inside.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
