import { type Dirent, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DiskBlobs } from "../store/blobs";
import { groupOf } from "../store/bucket/publish-folder";
import type { Store } from "../store/store";

const AREAS = ["datasets", "models", "outputs"] as const;

/** What a sweep has removed. */
interface Swept {
  readonly entries: number;
  readonly bytes: number;
}

/**
 * Deletes the files on this machine that no row names, and unfinished ones: processes killed while writing left them.
 * Only to be called while nobody else has the store open. Leaves alone what belongs to tenants that the store does not
 * know: it may be the wrong store.
 */
export function sweepUnnamed(store: Store, dataDir: string): Swept {
  const disk = new DiskBlobs(dataDir);
  let entries = 0;
  let bytes = 0;
  for (const tenant of store.tenants.list()) {
    const named = namedBy(store, tenant);
    for (const area of AREAS) {
      const prefix = `tenants/${tenant}/${area}`;
      const folder = disk.localPath(prefix);
      for (const entry of entriesOf(folder)) {
        const path = join(folder, entry.name);
        if (!named.has(`${prefix}/${entry.name}`)) remove(path);
        else if (entry.isDirectory())
          for (const { name } of entriesOf(path)) if (name.startsWith(".")) remove(join(path, name));
      }
    }
  }
  return { entries, bytes };

  function remove(path: string): void {
    entries++;
    bytes += sizeOf(path);
    rmSync(path, { recursive: true, force: true });
  }
}

/** The keys of a tenant's uploads, models and lists. */
function namedBy({ datasets, models, predictions }: Store, tenant: string): ReadonlySet<string> {
  const keys = [
    ...datasets
      .list(tenant)
      .flatMap(({ files }) => files.flatMap(({ path, mappingPath }) => [path, mappingPath])),
    ...models.list(tenant).map(({ artifactPrefix }) => artifactPrefix),
    ...predictions.batches(tenant).map(({ batchFileUrl }) => batchFileUrl),
  ];
  return new Set(keys.flatMap((key) => (key === null ? [] : groupOf({ key }))));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.size ?? 0;
  return entriesOf(path).reduce((sum, { name }) => sum + sizeOf(join(path, name)), 0);
}
