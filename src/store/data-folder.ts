import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors";

/** The folders that a server writes to. */
const WRITTEN = ["datasets", "artifacts"] as const;

/** What the system says of a place that cannot be written. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the quota of the disk is used up",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "it is a file",
  ENOENT: "the system does not let it be made",
};

/**
 * Makes the folders of the data folder where they are not there. Throws a UserError where one of them cannot be
 * written.
 */
export function requireWritable(dataDir: string): void {
  for (const name of WRITTEN) {
    const folder = join(dataDir, name);
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ""];
      if (reason === undefined) throw error;
      throw new UserError(
        `DATA_DIR=${dataDir} cannot be used: ${folder} cannot be written (${reason}). Set DATA_DIR to a folder that this user may write.`,
      );
    }
  }
}
