import type { Database } from "bun:sqlite";
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError } from "../errors";

/**
 * Writes a copy of `database` to the new file `path`, complete or not at all, while others read and write it. Throws a
 * UserError if `path` is taken.
 */
export function backUp(database: Database, path: string): void {
  const target = resolve(path);
  const partial = `${target}.${process.pid}.partial`;
  if (existsSync(target)) throw taken(path);
  mkdirSync(dirname(target), { recursive: true });
  rmSync(partial, { force: true });
  try {
    database.run("VACUUM INTO ?", [partial]);
    flush(partial);
    // Unlike a rename, a link does not replace a file that has appeared in the meantime.
    linkSync(partial, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw taken(path);
    throw error;
  } finally {
    rmSync(partial, { force: true });
  }
  flush(dirname(target));
}

/** Waits until a file's content, or a folder's list of names, is on the disk. */
export function flush(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function taken(path: string): UserError {
  return new UserError(`${path} already exists, and a backup never replaces a file. Choose a new name.`);
}
