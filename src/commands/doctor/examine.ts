import { relative } from "node:path";
import { type Leftover, leftovers, sweepUnnamed, unknownTenants } from "../../jobs/start-sweep";
import type { BlobStore } from "../../store/blobs";
import { replacedStores } from "../../store/restore";
import { Store } from "../../store/store";
import { StoreLock } from "../../store/store-lock";
import { compareFiles } from "./files-of-rows";
import type { Examination, Finding, Looked } from "./findings";

/** More damaged places of the store than this say nothing new. */
const MOST_PROBLEMS = 20;
/** Tenants to name; the others are only counted. */
const MOST_NAMED = 10;

/** What to examine. */
interface DataFolder {
  readonly dataDir: string;
  /** Path of the store. */
  readonly path: string;
  readonly blobs: BlobStore;
}

/**
 * Examines a data folder: the store's pages, indexes and references, the files that its rows name, and what killed
 * processes left. With `repair`, first does what a start of the server does, and rebuilds damaged indexes. Without it,
 * changes nothing.
 */
export async function examine(folder: DataFolder, { repair }: { repair: boolean }): Promise<Examination> {
  const findings: Finding[] = [];
  const notes: string[] = [];
  const looked: Looked = { tenants: 0, uploads: 0, models: 0, lists: 0, warehouses: 0, bytes: 0 };
  const isAlone = repair ? repaired(folder, findings) : lookForLeftovers(folder, findings);
  if (!isAlone)
    notes.push(
      `A server has the store open. ${repair ? "The store was not repaired, and files on this disk" : "Files on this disk"} that no row names were not looked for, because they may be uploads in progress.`,
    );
  const replaced = replacedStores(folder.path);
  if (replaced.length > 0)
    notes.push(
      `Files that no row names stay, because a restore has kept the earlier store (${replaced.map((path) => relative(folder.dataDir, path)).join(", ")}), which may name them. Delete it when you no longer need it.`,
    );
  if (folder.blobs.kind !== "disk")
    notes.push(
      "The objects in the bucket were counted and their sizes compared. They were not read: each is checked whenever it is fetched.",
    );
  const store = Store.look(folder.path);
  try {
    const { size } = Bun.file(folder.path);
    looked.bytes += size;
    for (const problem of store.problems(MOST_PROBLEMS)) findings.push(damaged(problem, false));
    const unknown = unknownTenants(store, folder.dataDir);
    if (unknown.length > 0)
      notes.push(
        `The store does not know ${unknown.length} of the tenants with files here (${unknown.slice(0, MOST_NAMED).join(", ")}). If this is the right store, their first upload never arrived, and you may delete their folders.`,
      );
    const tenants = store.tenants.list();
    looked.tenants = tenants.length;
    for (const tenant of tenants)
      await examineTenant({ store, blobs: folder.blobs, tenant, looked, findings, repair });
  } finally {
    store.close();
  }
  return { looked_at: looked, findings, notes };
}

interface TenantToExamine {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly tenant: string;
  readonly looked: Looked;
  readonly findings: Finding[];
  readonly repair: boolean;
}

async function examineTenant({ findings, ...about }: TenantToExamine): Promise<void> {
  const { store, tenant } = about;
  const report = (code: Finding["code"], message: string, isStillNamed: () => boolean) => {
    if (isStillNamed()) findings.push({ code, tenant, message, is_repaired: false });
  };
  const leftOver = (what: string, isRepaired: boolean) => {
    const done = isRepaired ? "It was deleted." : "--repair deletes it.";
    findings.push({ code: "left_over", tenant, message: `${what} ${done}`, is_repaired: isRepaired });
  };
  await compareFiles({ ...about, report, leftOver, now: Date.now() });
  const chosen = store.tenants.defaultModel(tenant);
  const isMissing = () => store.tenants.defaultModel(tenant) === chosen;
  if (chosen !== null && store.models.find(tenant, chosen) === null)
    report(
      "default_model_missing",
      `The default model ${chosen} does not exist. Choose another on the page of models.`,
      isMissing,
    );
}

/** Reports what killed processes left. False if a server is running: what is being written looks the same. */
function lookForLeftovers({ dataDir, path }: DataFolder, findings: Finding[]): boolean {
  return StoreLock.alone(path, () => {
    const store = Store.look(path);
    try {
      for (const left of leftovers(store, dataDir)) findings.push(leftOver(left, dataDir, false));
    } finally {
      store.close();
    }
  });
}

/** Cleans up as a start of the server does. False if a server is running, which did it already. */
function repaired({ dataDir, path }: DataFolder, findings: Finding[]): boolean {
  let isAlone = false;
  const store = Store.open(path, Date.now(), (alone) => {
    isAlone = true;
    const problems = alone.problems(MOST_PROBLEMS);
    if (problems.some((problem) => problem.includes("index"))) {
      alone.rebuildIndexes();
      const left = new Set(alone.problems(MOST_PROBLEMS));
      for (const problem of problems) if (!left.has(problem)) findings.push(damaged(problem, true));
    }
    const found = leftovers(alone, dataDir);
    sweepUnnamed(alone, dataDir);
    for (const left of found) findings.push(leftOver(left, dataDir, true));
  });
  store.close();
  return isAlone;
}

function damaged(problem: string, isRepaired: boolean): Finding {
  const done = isRepaired ? "Its indexes were built again." : "Restore a backup.";
  const message = `The store is damaged: ${problem}. ${done}`;
  return { code: "store_damaged", tenant: null, message, is_repaired: isRepaired };
}

function leftOver({ path, tenant, kind, bytes }: Leftover, dataDir: string, isRepaired: boolean): Finding {
  const why = kind === "unnamed" ? "no row names it" : "it is unfinished";
  const done = isRepaired
    ? "It was deleted."
    : "The next start of the server deletes it, and so does --repair.";
  const message = `${relative(dataDir, path)} (${bytes} bytes) was left by a process that died: ${why}. ${done}`;
  return { code: "left_over", tenant, message, is_repaired: isRepaired };
}
