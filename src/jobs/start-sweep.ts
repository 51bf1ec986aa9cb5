import { type Dirent, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { DiskBlobs } from "../store/blobs";
import { groupOf } from "../store/bucket/publish-folder";
import { everyFile } from "../store/datasets";
import { NO_TENANT, TENANT } from "../store/object-keys";
import { replacedStores, restoringFiles } from "../store/restore";
import type { Store } from "../store/store";

const AREAS = ["datasets", "models", "outputs", "steps"] as const;

/** What a killed process left on this machine: a file or a folder. */
export interface Leftover {
  readonly path: string;
  readonly tenant: string | null;
  /** `unfinished`: it was being written. `unnamed`: it is whole, but no row names it. */
  readonly kind: "unfinished" | "unnamed";
  readonly bytes: number;
}

/** What a sweep has removed. */
interface Swept {
  readonly entries: number;
  readonly bytes: number;
}

/**
 * Deletes the files on this machine that no row names, and unfinished ones: processes killed while writing left them.
 * Only to be called while nobody else has the store open.
 */
export function sweepUnnamed(store: Store, dataDir: string): Swept {
  const found = leftovers(store, dataDir);
  for (const { path } of found) rmSync(path, { recursive: true, force: true });
  return { entries: found.length, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/**
 * What `sweepUnnamed` would delete. Of tenants that the store does not know, only what is unfinished: it may be the
 * wrong store. The same for all tenants while a store that a restore replaced is still there, because that one may name
 * the other files.
 */
export function leftovers(store: Store, dataDir: string): Leftover[] {
  const disk = new DiskBlobs(dataDir);
  const found: Leftover[] = [];
  const add = (tenant: string | null, kind: Leftover["kind"], path: string) =>
    void found.push({ path, tenant, kind, bytes: sizeOf(path) });
  const mayDelete = replacedStores(store.path).length === 0;
  const known = new Set(store.tenants.list());
  for (const tenant of tenantsOn(disk)) {
    const named = mayDelete && known.has(tenant) ? namedBy(store, tenant) : null;
    for (const area of AREAS) {
      const prefix = `tenants/${tenant}/${area}`;
      const folder = disk.localPath(prefix);
      for (const entry of entriesOf(folder)) {
        const path = join(folder, entry.name);
        if (entry.name.startsWith(".")) add(tenant, "unfinished", path);
        else if (named !== null && !named.has(`${prefix}/${entry.name}`)) add(tenant, "unnamed", path);
        else if (entry.isDirectory()) {
          const inside = entriesOf(path);
          const unfinished = inside.filter(({ name }) => name.startsWith("."));
          if (unfinished.length === inside.length) add(tenant, "unfinished", path);
          else for (const { name } of unfinished) add(tenant, "unfinished", join(path, name));
        }
      }
    }
  }
  for (const path of restoringFiles(store.path)) add(null, "unfinished", path);
  return found;
}

/** Tenants that have files on this machine, but no row in the store. Perhaps it is the wrong store. */
export function unknownTenants(store: Store, dataDir: string): string[] {
  const known = new Set(store.tenants.list());
  return tenantsOn(new DiskBlobs(dataDir)).filter((tenant) => !known.has(tenant) && tenant !== NO_TENANT);
}

/** The tenants that have files on this machine. */
function tenantsOn(disk: DiskBlobs): string[] {
  const folders = AREAS.map((area) => dirname(dirname(disk.localPath(`tenants/t/${area}`))));
  return [...new Set(folders.flatMap(entriesOf).map(({ name }) => name))].filter((name) => TENANT.test(name));
}

/** The keys of a tenant's uploads, models and lists that rows name, cut after the folder of each. */
export function namedBy(
  { datasets, datasetQueries, models, predictions }: Store,
  tenant: string,
): ReadonlySet<string> {
  const sets = datasets.list(tenant);
  const keys = [
    ...sets.flatMap((dataset) => everyFile(dataset).flatMap(({ path, mappingPath }) => [path, mappingPath])),
    ...sets.map(({ id, query }) => (query && datasetQueries.kept(tenant, id)?.prefix) ?? null),
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
