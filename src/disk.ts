import { closeSync, fsyncSync, mkdirSync, openSync, statfsSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** Waits until the list of names in a folder is on the disk. */
export async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Creates a folder, and those above it that are missing, and waits until their names are on the disk. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  for (const made of foldersMade(path, first)) await flushFolder(dirname(made));
}

/** The same for code that cannot wait. */
export function makeFolderSync(path: string): void {
  for (const made of foldersMade(path, mkdirSync(path, { recursive: true }))) flushSync(dirname(made));
}

/** The folders from `path` up to the first that was made. */
function foldersMade(path: string, first: string | undefined): string[] {
  if (first === undefined) return [];
  const made = [resolve(path)];
  while (made.at(-1) !== resolve(first)) made.push(dirname(made.at(-1)!));
  return made;
}

/** Waits until a file's content, or a folder's list of names, is on the disk. */
export function flushSync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** False if either no longer exists. */
export async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Whether the process that a file is named after is still running. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // We may not signal another user's process, but it is running.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** How many bytes this user may still write where `folder` is; infinite where the system does not tell. */
export function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Why a write failed, if that is the disk's fault: the end of a sentence. Null for any other error. */
export function diskFault(error: unknown): string | null {
  const { code = "", message = "" } = (error ?? {}) as { code?: unknown; message?: unknown };
  const told = `${code} ${message}`;
  if (/\b(ENOSPC|EDQUOT|EFBIG|SQLITE_FULL)\b|database or disk is full/.test(told)) return "is full";
  if (/\b(EROFS|EIO|SQLITE_READONLY|SQLITE_IOERR|SQLITE_CANTOPEN)|readonly database/.test(told))
    return "cannot be written";
  return null;
}
