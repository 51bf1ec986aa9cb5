import { randomUUID } from "node:crypto";
import { constants, copyFile, link, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "../../disk";
import { entriesOf } from "../disk-files";

/** Folders of this process that are in use. */
const own = new Set<string>();

/** A folder that belongs to this process until it is given back, or the process is dead. */
export interface WorkPlace extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Where files lie while somebody works with them: under names of their own, linked to the cache, so that the cache may
 * forget or replace them at any moment. A folder's name begins with the process that it belongs to; those of dead
 * processes are removed.
 */
export class InUse {
  #swept: Promise<void> | null = null;

  constructor(private readonly folder: string) {}

  async take(): Promise<WorkPlace> {
    await (this.#swept ??= this.sweep());
    const name = `${process.pid}.${randomUUID()}`;
    const folder = join(this.folder, name);
    own.add(name);
    await mkdir(folder, { recursive: true });
    return {
      folder,
      [Symbol.asyncDispose]: async () => {
        await rm(folder, { recursive: true, force: true });
        own.delete(name);
      },
    };
  }

  /**
   * Removes what dead processes have left. In a container a new process often has the number of the dead one: what this
   * one did not take is not its own.
   */
  async sweep(): Promise<void> {
    for (const { name } of await entriesOf(this.folder)) {
      const owner = Number(name.split(".")[0]);
      const isLeft = owner === process.pid ? !own.has(name) : !isRunning(owner);
      if (isLeft) await rm(join(this.folder, name), { recursive: true, force: true });
    }
  }
}

/** Gives a file a second name; where the disk knows no such thing, a copy. False where there is no such file. */
export async function linkFile(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    if (!["EPERM", "EXDEV", "ENOTSUP", "EOPNOTSUPP", "EMLINK"].includes(code ?? "")) throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
    return true;
  }
}
