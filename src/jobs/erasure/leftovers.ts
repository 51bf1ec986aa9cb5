import type { Stats } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BlobInfo, BlobStore } from "../../store/blobs";
import { entriesOf } from "../../store/disk-files";
import type { Area } from "../../store/object-keys";
import { HOUR_MS } from "../../time";
import { COPY, type NoteFile } from "./erase-files";
import type { ErasureTask } from "./erasure-task";

/** An upload that is under way writes more often than this. */
const STILL_MS = HOUR_MS;

/**
 * Deletes the files that no row refers to: what processes have left that were killed while they wrote. The tenant's
 * jobs are at rest meanwhile, but uploads are not, so of theirs only what was not touched for an hour.
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

  // What waits on this machine has the person too, and must not be sent once the rest is rewritten.
  await blobs.settle(root);
  // What is half sent is not listed; jobs are at rest, so of theirs all of it is left.
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
    // What an attempt of an erasure has left is nothing that the tenant had.
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

/** Null for what somebody else has deleted meanwhile. */
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
