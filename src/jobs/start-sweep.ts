import { type Dirent, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { DiskBlobs } from "../store/blobs";
import { groupOf } from "../store/bucket/publish-folder";
import { TENANT } from "../store/object-keys";
import type { Store } from "../store/store";

const AREAS = ["datasets", "models", "outputs"] as const;

/** What a sweep has removed. */
interface Swept {
  readonly entries: number;
  readonly bytes: number;
}

/**
 * Deletes the files on this machine that no row names, and unfinished ones: processes killed while writing left them.
 * Only to be called while nobody else has the store open. Of tenants that the store does not know, it only deletes what
 * is unfinished: it may be the wrong store.
 */
export function sweepUnnamed(store: Store, dataDir: string): Swept {
  const disk = new DiskBlobs(dataDir);
  let entries = 0;
  let bytes = 0;
  const known = new Set(store.tenants.list());
  for (const tenant of tenantsOn(disk)) {
    const named = known.has(tenant) ? namedBy(store, tenant) : null;
    for (const area of AREAS) {
      const prefix = `tenants/${tenant}/${area}`;
      const folder = disk.localPath(prefix);
      for (const entry of entriesOf(folder)) {
        const path = join(folder, entry.name);
        const isUnnamed = named !== null && !named.has(`${prefix}/${entry.name}`);
        if (isUnnamed || entry.name.startsWith(".")) remove(path);
        else if (entry.isDirectory()) {
          const inside = entriesOf(path);
          const unfinished = inside.filter(({ name }) => name.startsWith("."));
          if (unfinished.length === inside.length) remove(path);
          else for (const { name } of unfinished) remove(join(path, name));
        }
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

/** The tenants that have files on this machine. */
function tenantsOn(disk: DiskBlobs): string[] {
  const folders = AREAS.map((area) => dirname(dirname(disk.localPath(`tenants/t/${area}`))));
  return [...new Set(folders.flatMap(entriesOf).map(({ name }) => name))].filter((name) => TENANT.test(name));
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
