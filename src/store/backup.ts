import type { Database } from "bun:sqlite";
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError } from "../errors";

/**
 * Writes a copy of `database` as of now to the new file `path`, whole or not at all, while others read and write it.
 * Throws a UserError where `path` is taken.
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
    // A link, unlike a rename, does not replace what has come to be there meanwhile.
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
  return new UserError(`${path} is there already, and a backup replaces nothing. Give a new name.`);
}
