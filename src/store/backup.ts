import type { Database } from "bun:sqlite";
import { existsSync, linkSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { flushSync, makeFolderSync } from "../disk";
import { UserError } from "../errors";

/**
 * Writes a copy of `database` to the new file `path`, complete or not at all, while others read and write it. Throws a
 * UserError if `path` is taken.
 */
export function backUp(database: Database, path: string): void {
  const target = resolve(path);
  const partial = `${target}.${process.pid}.partial`;
  if (existsSync(target)) throw taken(path);
  makeFolderSync(dirname(target));
  rmSync(partial, { force: true });
  try {
    database.run("VACUUM INTO ?", [partial]);
    flushSync(partial);
    // Unlike a rename, a link does not replace a file that has appeared in the meantime.
    linkSync(partial, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw taken(path);
    throw error;
  } finally {
    rmSync(partial, { force: true });
  }
  flushSync(dirname(target));
}

function taken(path: string): UserError {
  return new UserError(`${path} already exists, and a backup never replaces a file. Choose a new name.`);
}
