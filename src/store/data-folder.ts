import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { makeFolderSync } from "../disk";
import { UserError } from "../errors";

/** The folders that a server writes to. */
const WRITTEN = ["datasets", "artifacts"] as const;

/** The system's reasons why a place cannot be written. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota of the disk is used up",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "it is a file",
  ENOENT: "the system does not allow creating it",
};

/** Creates the folders of the data folder if necessary. Throws a UserError if one of them cannot be written. */
export function requireWritable(dataDir: string): void {
  for (const name of WRITTEN) {
    const folder = join(dataDir, name);
    try {
      makeFolderSync(folder);
      accessSync(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ""];
      if (reason === undefined) throw error;
      throw new UserError(
        `DATA_DIR=${dataDir} cannot be used: ${folder} cannot be written (${reason}). Set DATA_DIR to a folder that this user can write to.`,
      );
    }
  }
}
