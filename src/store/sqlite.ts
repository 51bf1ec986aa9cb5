import { Database } from "bun:sqlite";
import { closeSync, fdatasyncSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolderSync } from "../disk";
import { UserError } from "../errors";
import { APPLICATION_ID, MIGRATIONS } from "./schema";

/** Older releases can lose committed rows when a checkpoint and a reset of the write-ahead log collide. */
const OLDEST_SQLITE = "3.51.3";
/** How long a writer waits for the previous one. */
export const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the store's database, creates it if necessary, and migrates it to the newest version. One writer per process
 * (every write is `BEGIN IMMEDIATE`), write-ahead log, flushed at each commit. Throws an Error if SQLite is too old, and
 * a UserError, without touching the file, if it is empty, another program's, or a newer release's.
 */
export function openDatabase(path: string): Database {
  makeFolderSync(dirname(path));
  if (fileSizeOf(path) === 0) throw new UserError(`The store ${path} is empty. ${HOW_TO_GO_ON}`);
  const database = new Database(path, { create: true, strict: true });
  try {
    checkSqlite(database);
    requireOwn(database, path);
    database.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    database.run("PRAGMA journal_mode = WAL");
    database.run("PRAGMA synchronous = FULL");
    database.run("PRAGMA foreign_keys = ON");
    // Overwrites deleted data with zeros. A rebuilt page may still keep a copy: see `compactStore`.
    database.run("PRAGMA secure_delete = ON");
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens a store to look at it, and changes nothing. Throws a UserError for a file that is not a store of exactly this
 * release.
 */
export function openToLook(path: string): Database {
  if (fileSizeOf(path) === 0) throw new UserError(`The store ${path} is empty. ${HOW_TO_GO_ON}`);
  const database = new Database(path, { readonly: true, strict: true });
  try {
    requireOwn(database, path);
    database.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    const version = schemaVersion(database);
    if (version < MIGRATIONS.length)
      throw new UserError(
        `The store ${path} is of version ${version}, and this release works with ${MIGRATIONS.length}. Start the server once, which brings it up to date.`,
      );
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Waits until everything committed is on the disk. (SQLite holds no lock on this file that closing it would end.) */
export function flushWriteAheadLog(path: string): void {
  const file = openSync(`${path}-wal`, "r");
  try {
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What is wrong with a database: its pages and indexes, and rows without the row that they belong to. */
export function problemsOf(database: Database, most: number): string[] {
  const pages = database.prepare(`PRAGMA integrity_check(${most})`).values().flat().map(String);
  const rows = database.prepare("PRAGMA foreign_key_check").values();
  const orphans = rows.map(([table]) => `rows of ${table} without their parent`);
  return [...pages.filter((line) => line !== "ok"), ...new Set(orphans)];
}

/** The version of the schema in `database`; 0 if there is none yet. */
export function schemaVersion(database: Database): number {
  return pragma(database, "user_version");
}

/** Whether `openDatabase` created the file. */
export function isStore(database: Database): boolean {
  return pragma(database, "application_id") === APPLICATION_ID;
}

/** Whether `error` says that someone else holds the lock. */
export function isBusy(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === "SQLITE_BUSY";
}

/** The error in words if the store `path` itself is the reason; else as it is. */
export function asStoreError(error: unknown, path: string): unknown {
  const { code = "", message = "" } = (error ?? {}) as { code?: unknown; message?: string };
  if (typeof code !== "string" || error instanceof UserError) return error;
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code))
    return new UserError(`The store ${path} is damaged (${message}). ${HOW_TO_GO_ON}`);
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code))
    return new UserError(`The store ${path} cannot be opened, because the disk is full. Make room there.`);
  if (/^(SQLITE_(CANTOPEN|PERM|AUTH|READONLY|IOERR)|EACCES|EPERM|EISDIR|EROFS)/.test(code))
    return new UserError(
      `The store ${path} cannot be opened (${message}). Give this user the right to read and write it and its folder.`,
    );
  return error;
}

const HOW_TO_GO_ON =
  'Restore a backup with "perennial restore", or move the file away to begin with a new store.';

/** Throws a UserError if another program or a newer release wrote the file. A file without tables is a new one. */
function requireOwn(database: Database, path: string): void {
  const [{ tables }] = database.prepare("SELECT count(*) AS tables FROM sqlite_schema").all() as [
    { tables: number },
  ];
  if (tables === 0) return;
  if (!isStore(database))
    throw new UserError(`${path} is another program's database. Move it away, or set another DATA_DIR.`);
  const version = schemaVersion(database);
  if (version > MIGRATIONS.length) throw newer(version);
}

function newer(version: number): UserError {
  return new UserError(
    `The store is of version ${version}; this release knows up to ${MIGRATIONS.length}. Use the release that wrote it.`,
  );
}

/** Null if there is no such file. */
function fileSizeOf(path: string): number | null {
  const found = path === ":memory:" ? undefined : statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : null;
}

function checkSqlite(database: Database): void {
  const { version } = database.prepare("SELECT sqlite_version() AS version").get() as { version: string };
  if (Bun.semver.order(version, OLDEST_SQLITE) < 0) {
    throw new Error(
      `SQLite ${version} is older than ${OLDEST_SQLITE}, the oldest that keeps every committed row. Use Bun 1.4.5 or newer.`,
    );
  }
}

function migrate(database: Database): void {
  if (schemaVersion(database) === MIGRATIONS.length) return;
  const apply = database.transaction(() => {
    // Read it again in the transaction: another process may have been faster.
    const version = schemaVersion(database);
    if (version > MIGRATIONS.length) {
      throw newer(version);
    }
    for (const migration of MIGRATIONS.slice(version)) database.run(migration);
    database.run(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.run(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
  apply.immediate();
}

function pragma(database: Database, name: "user_version" | "application_id"): number {
  const row = database.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
  return row[name]!;
}
