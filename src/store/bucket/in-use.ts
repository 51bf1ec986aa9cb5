import { randomUUID } from "node:crypto";
import { constants, copyFile, link, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "../../disk";
import { entriesOf } from "../disk-files";

/** This process's folders in use. */
const own = new Set<string>();

/** A folder that belongs to this process until it is released, or the process dies. */
export interface WorkPlace extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Holds files while someone works with them, under their own names and linked to the cache, so that the cache may
 * forget or replace them at any time. A folder's name begins with its process; those of dead processes are removed.
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
   * Removes what dead processes left behind. In a container, a new process often has a dead one's number, so folders
   * under our own number that we did not create go too.
   */
  async sweep(): Promise<void> {
    for (const { name } of await entriesOf(this.folder)) {
      const owner = Number(name.split(".")[0]);
      const isLeft = owner === process.pid ? !own.has(name) : !isRunning(owner);
      if (isLeft) await rm(join(this.folder, name), { recursive: true, force: true });
    }
  }
}

/** Gives a file a second name, or copies it if the disk cannot do that. False if there is no such file. */
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
