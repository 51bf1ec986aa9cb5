import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { APPLICATION_ID, MIGRATIONS } from "./schema";

/** Older releases can lose committed rows when a checkpoint and a reset of the write-ahead log collide. */
const OLDEST_SQLITE = "3.51.3";
/** How long a writer waits for the previous one. */
export const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the store's database, creates it if necessary, and migrates it to the newest version. One writer per process
 * (every write is `BEGIN IMMEDIATE`), write-ahead log, flushed at each commit. Throws an Error if SQLite is too old or
 * a newer release wrote the file.
 */
export function openDatabase(path: string): Database {
  mkdirSync(dirname(path), { recursive: true });
  const database = new Database(path, { create: true, strict: true });
  try {
    checkSqlite(database);
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
      throw new Error(
        `the store is of version ${version}; this release knows up to ${MIGRATIONS.length}. Use the release that wrote it.`,
      );
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
