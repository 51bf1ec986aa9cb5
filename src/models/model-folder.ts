import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { flushFolder, isRunning, makeFolder, renameIfThere } from "../disk";

/** What a file holds. Long lists come chunk by chunk, and once. */
type FileContent = Uint8Array | string | Iterable<Uint8Array>;

/** The files of a model folder by name. */
export type ModelFiles = Readonly<Record<string, FileContent>>;

/** A file that is written while its contents are made. */
export interface FileSink {
  readonly path: string;
  write(bytes: Uint8Array): void;
  /** Waits until the disk has it, if it is to be kept. */
  close(isKept?: boolean): void;
}

/** Writes the files that are too large to be held in memory; `open` begins one of that name. */
export type FileWriter = (open: (name: string) => FileSink) => Promise<void>;

/**
 * Writes a model folder atomically: into a hidden folder beside it, flushed to disk, then renamed into place. Replaces
 * an existing folder of that name. On a file system error it leaves nothing behind.
 */
export async function writeModelFolder(
  folder: string,
  files: ModelFiles,
  writeLarge: FileWriter = async () => {},
): Promise<void> {
  const parent = dirname(folder);
  await makeFolder(parent);
  await removeAbandoned(parent, basename(folder));
  const beside = join(parent, `.${basename(folder)}.${process.pid}.${randomUUID()}`);
  const replaced = `${beside}.replaced`;
  try {
    await mkdir(beside);
    await writeAll(beside, files);
    await writeLargeIn(beside, writeLarge);
    await flushFolder(beside);
    const hadOne = await renameIfThere(folder, replaced);
    await rename(beside, folder);
    await flushFolder(parent);
    if (hadOne) await rm(replaced, { recursive: true });
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    await putBack(replaced, folder);
    throw error;
  }
}

/** Undoes the first rename, unless another writer's folder has taken the place meanwhile. */
async function putBack(replaced: string, folder: string): Promise<void> {
  try {
    await renameIfThere(replaced, folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
    await rm(replaced, { recursive: true });
  }
}

/** Removes what a killed process left while writing this folder. */
async function removeAbandoned(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    if (!entry.startsWith(`.${name}.`)) continue;
    const [, owner] = /^(\d+)\.[0-9a-f-]{36}(?:\.replaced)?$/.exec(entry.slice(name.length + 2)) ?? [];
    if (owner !== undefined && !isRunning(Number(owner))) {
      await rm(join(parent, entry), { recursive: true, force: true });
    }
  }
}

/** The disk flushes short files while long ones are made, one after another: not all of those are held at once. */
async function writeAll(folder: string, files: ModelFiles): Promise<void> {
  const short: Promise<void>[] = [];
  try {
    for (const [name, content] of Object.entries(files)) {
      const writing = writeFlushed(join(folder, name), content);
      if (typeof content !== "string" && !(content instanceof Uint8Array)) {
        await writing;
        continue;
      }
      // A failure is thrown below, when no other file is being written.
      writing.catch(() => {});
      short.push(writing);
    }
  } finally {
    // Also after a failure: nothing may be written any more into a folder that is about to be removed.
    await Promise.allSettled(short);
  }
  await Promise.all(short);
}

async function writeLargeIn(folder: string, writeLarge: FileWriter): Promise<void> {
  const opened = new Set<number>();
  const close = (file: number) => {
    opened.delete(file);
    closeSync(file);
  };
  try {
    await writeLarge((name) => {
      const path = join(folder, name);
      const file = openSync(path, "wx");
      opened.add(file);
      return {
        path,
        write(bytes) {
          for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
        },
        close(isKept = true) {
          if (isKept) fsyncSync(file);
          close(file);
        },
      };
    });
  } finally {
    // After a failure; otherwise all are closed.
    for (const file of opened) close(file);
  }
}

async function writeFlushed(path: string, content: FileContent): Promise<void> {
  const file = await open(path, "w");
  try {
    if (typeof content === "string" || content instanceof Uint8Array) await file.writeFile(content);
    else for (const chunk of content) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}
