import { rmSync } from "node:fs";
import { type Config, readConfig } from "../config";
import { UserError } from "../errors";
import { connectMirror } from "../mirror/integration";
import { documentPath } from "../mirror/paths";
import { type RestoredRows, rowsFromDocuments } from "../mirror/rows";
import { restoreStore } from "../store/restore";
import { Store, storePath } from "../store/store";
import { StoreLock } from "../store/store-lock";
import { mirrorSources } from "./mirror-sources";

/** Documents to name; the others are only counted. */
const MOST_NAMED = 100;

/** Builds a store from the documents in Firestore and replaces the existing one, which is kept beside it. */
export async function restoreFromFirestore(): Promise<void> {
  const config = readConfig(process.env);
  const path = storePath(config.dataDir);
  // `restoreStore` checks again; this avoids reading everything in vain.
  if (!StoreLock.alone(path, () => {}))
    throw new UserError(`A server has the store ${path} open. Stop it, then restore.`);
  const made = `${path}.from-firestore`;
  removeStore(made);
  try {
    const rows = await makeStore(config, made);
    if (Object.values(rows).every((count) => count === 0))
      throw new UserError("Firestore holds no documents. Nothing was restored.");
    const kept = restoreStore(made, path, Date.now());
    console.log(JSON.stringify(rows));
    console.log(`restored: ${path}`);
    if (kept !== null) console.log(`the store before it: ${kept}`);
  } finally {
    removeStore(made);
  }
}

async function makeStore(config: Config, path: string): Promise<RestoredRows> {
  const target = await connectMirror({ config, ...mirrorSources(config) });
  const store = Store.open(path);
  let told = 0;
  const tell = (line: string) => {
    if (++told <= MOST_NAMED) console.error(line);
  };
  try {
    return await rowsFromDocuments(target, store, {
      onSkipped: (key, reason) => tell(`left out: ${documentPath(key)} (${reason})`),
      onCut: (key, names) => tell(`was cut when it was copied: ${documentPath(key)} (${names.join(", ")})`),
    });
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== "number") throw error;
    throw new UserError(`Firestore of ${target.name} fails: ${(error as Error).message}`);
  } finally {
    if (told > MOST_NAMED) console.error(`and ${told - MOST_NAMED} more`);
    store.close();
    await target.close();
  }
}

function removeStore(path: string): void {
  for (const ending of ["", "-wal", "-shm", "-journal", ".lock", ".lock-journal"])
    rmSync(path + ending, { force: true });
}
