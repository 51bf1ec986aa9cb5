import { Database } from "bun:sqlite";
import { copyFileSync, existsSync, linkSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { flushSync, makeFolderSync } from "../disk";
import { UserError } from "../errors";
import { MIGRATIONS } from "./schema";
import { isStore, problemsOf, schemaVersion } from "./sqlite";
import { StoreLock } from "./store-lock";

/** SQLite's companion files of a database: changes that are not yet in it, and their index. */
const COMPANIONS = ["-wal", "-shm"] as const;
/** How the names of replaced stores end, and of one that is being put in place. */
const REPLACED = ".replaced";
const RESTORING = ".restoring";

/** The stores that restores have replaced and kept beside the store at `path`. */
export function replacedStores(path: string): string[] {
  return beside(path, (rest) => rest.endsWith(REPLACED));
}

/** What a killed restore left beside the store at `path`. A running one has the store for itself. */
export function restoringFiles(path: string): string[] {
  return beside(path, (rest) => rest.startsWith(RESTORING));
}

function beside(path: string, isIt: (rest: string) => boolean): string[] {
  if (!existsSync(dirname(path))) return [];
  const name = basename(path);
  return readdirSync(dirname(path))
    .filter((other) => other.startsWith(name) && isIt(other.slice(name.length)))
    .map((other) => join(dirname(path), other));
}

/**
 * Replaces the store at `path` with the backup. Keeps the old store under the returned name, null if there was none.
 * Throws a UserError, and changes nothing, if a server has the store open, or if the backup is not a sound store of
 * this release or an older one. `now`: milliseconds since 1970, for the name.
 */
export function restoreStore(backup: string, path: string, now: number): string | null {
  if (!existsSync(backup))
    throw new UserError(`${backup} does not exist. Give the file that "backup" wrote.`);
  let kept: string | null = null;
  const restored = StoreLock.alone(path, () => {
    kept = replaceStore(
      backup,
      path,
      `${path}.${new Date(now).toISOString().replaceAll(/[:.]/g, "-")}${REPLACED}`,
    );
  });
  if (!restored) throw new UserError(`A server has the store ${path} open. Stop it, then restore.`);
  return kept;
}

function replaceStore(backup: string, path: string, kept: string): string | null {
  const fresh = path + RESTORING;
  makeFolderSync(dirname(path));
  removeWithCompanions(fresh);
  try {
    copyFileSync(backup, fresh);
    // We check the copy, not the backup, so that what we put in place is what we checked.
    checkStore(fresh, backup);
    forgetMirror(fresh);
    flushSync(fresh);
    const hadOne = keepAside(path, kept);
    renameSync(fresh, path);
    flushSync(dirname(path));
    return hadOne ? kept : null;
  } finally {
    removeWithCompanions(fresh);
  }
}

/**
 * Gives the store a second name, and its companion files too, so that they do not meet another file under the old name.
 * We do not open it, because SQLite removes the log of a file that it cannot read. The old name stays until it is
 * replaced.
 */
function keepAside(path: string, kept: string): boolean {
  if (!existsSync(path)) return false;
  linkSync(path, kept);
  for (const companion of COMPANIONS) {
    if (existsSync(path + companion)) renameSync(path + companion, kept + companion);
  }
  return true;
}

function checkStore(path: string, shown: string): void {
  const database = new Database(path);
  try {
    if (!isStore(database))
      throw new UserError(`${shown} is not a Perennial store. Give the file that "backup" wrote.`);
    const version = schemaVersion(database);
    if (version > MIGRATIONS.length) {
      throw new UserError(
        `${shown} is of version ${version}; this release knows up to ${MIGRATIONS.length}. Restore it with the release that wrote it.`,
      );
    }
    const problems = problemsOf(database, 1);
    if (problems.length > 0) throw damaged(shown, problems[0]!);
  } catch (error) {
    if (isUnreadable(error)) throw damaged(shown, (error as Error).message);
    throw error;
  } finally {
    database.close();
  }
}

/** Firestore holds later rows than the backup: the next server that mirrors it rewrites everything. */
function forgetMirror(path: string): void {
  const database = new Database(path);
  try {
    const [known] = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'mirror_state'").values();
    if (known) database.run("UPDATE mirror_state SET is_on = 0, is_swept = 0");
  } finally {
    database.close();
  }
}

function damaged(shown: string, problem: string): UserError {
  return new UserError(`${shown} is damaged (${problem}). Restore another backup.`);
}

function isUnreadable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "SQLITE_NOTADB" || code === "SQLITE_CORRUPT";
}

function removeWithCompanions(path: string): void {
  for (const ending of ["", "-journal", ...COMPANIONS]) rmSync(path + ending, { force: true });
}
