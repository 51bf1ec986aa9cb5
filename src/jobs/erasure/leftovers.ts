import type { Stats } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { BlobInfo, BlobStore } from "../../store/blobs";
import { entriesOf } from "../../store/disk-files";
import { timeOfId } from "../../time";
import { COPY, type NoteFile } from "./erase-files";
import type { ErasureTask } from "./erasure-task";

/** How the names of unfinished mappings begin. They hold names of columns, and may be written at any time. */
const MAPPING = ".mapping.json.";

/**
 * Deletes files that no row refers to: left by processes killed while writing, or of uploads in progress. The tenant's
 * jobs are paused, but uploads are not. One that began before this run of the erasure will not be kept (see
 * `ErasureRepository.turn`); a later one may be, and its id tells.
 */
export async function deleteLeftovers(
  blobs: BlobStore,
  {
    tenant,
    begunAt,
    uploads,
    modelPrefixes,
    outputKeys,
    prepared,
  }: Extract<ErasureTask, { scope: "customer" }>,
  note: NoteFile,
): Promise<void> {
  const root = `tenants/${tenant}`;
  const isLater = (key: string) => key.startsWith(`${root}/datasets/`) && timeOfId(basename(key)) >= begunAt;
  const known = new Set([
    ...uploads.map(({ key }) => key.split("/").slice(0, 4).join("/")),
    ...modelPrefixes,
    ...outputKeys,
    ...(prepared ? [prepared.exchanged] : []),
  ]);
  for (const area of ["datasets", "models", "outputs", "steps"] as const) {
    const folder = blobs.localPath(`${root}/${area}`);
    for (const { name } of await entriesOf(folder)) {
      const [key, path] = [`${root}/${area}/${name}`, join(folder, name)];
      if (isLater(key)) continue;
      if (!known.has(key)) await remove(key, path);
      else {
        for (const { name: inside } of await entriesOf(path))
          if (inside.startsWith(".") && !inside.startsWith(MAPPING))
            await remove(`${key}/${inside}`, join(path, inside));
      }
    }
  }

  // Files waiting on this machine may hold the person's data, and must not be sent after the rest was rewritten.
  await blobs.settle(root);
  // Half-sent files are not listed. Jobs are paused, so all of theirs are leftovers.
  for (const area of ["models", "outputs", "steps"]) await blobs.sweep(`${root}/${area}`, Date.now());
  await blobs.sweep(`${root}/datasets`, begunAt);
  for (const [key, files] of groups(await blobs.elsewhere(root))) {
    if (known.has(key) || isLater(key)) continue;
    const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    await note(key, { type: "leftover", files: files.length, bytes });
    await blobs.delete(key);
  }

  async function remove(key: string, path: string): Promise<void> {
    // What an earlier erasure attempt left behind was not the tenant's.
    if (!key.includes(COPY)) await note(key, { type: "leftover", ...(await sizeOf(path)) });
    await rm(path, { recursive: true, force: true });
  }
}

/** Objects by the upload, model or output that they belong to. */
function groups<T extends BlobInfo>(objects: readonly T[]): Map<string, T[]> {
  return Map.groupBy(objects, ({ key }) => key.split("/").slice(0, 4).join("/"));
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
