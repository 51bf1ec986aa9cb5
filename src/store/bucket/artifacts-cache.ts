import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { entriesOf, fileHash } from "../disk-files";
import { checkKey } from "../object-keys";
import { InUse, linkFile, type WorkPlace } from "./in-use";

/** Files are removed until only this share of the limit is used. */
const KEPT_SHARE = 0.9;
/** The folder is scanned again after adding this share of the limit. */
const LOOK_SHARE = 0.05;
/** Names the files of a folder that was fetched or sent completely. */
const WHOLE = ".whole.json";

/**
 * Copies of objects in `artifacts_cache/`, under their keys, each with the SHA-256 that it must have. All processes of
 * a machine share them. Every use checks the copy and discards it if it differs; anything discarded can be fetched
 * again. When the copies exceed the limit, the least recently used go, but never one in use.
 */
export class ArtifactsCache {
  readonly #inUse: InUse;
  #addedBytes = Number.POSITIVE_INFINITY;

  constructor(
    readonly folder: string,
    private readonly maxBytes: number,
  ) {
    this.#inUse = new InUse(join(folder, ".in-use"));
  }

  /** A working folder on the cache's disk. */
  workPlace(): Promise<WorkPlace> {
    return this.#inUse.take();
  }

  /** Links the copy of an object to the new name `to`. Returns its hash; null if there is no valid copy. */
  async use(key: string, to: string): Promise<string | null> {
    const path = this.#pathOf(key);
    const sha256 = await textOf(hashPath(path));
    if (sha256 === null || !(await linkFile(path, to))) return null;
    if ((await fileHash(to)).sha256 !== sha256) {
      await this.drop(key);
      await rm(to, { force: true });
      return null;
    }
    const now = new Date();
    await utimes(path, now, now).catch(() => {});
    return sha256;
  }

  /** Whether there is a copy of the object. */
  async has(key: string): Promise<boolean> {
    const path = this.#pathOf(key);
    return (await textOf(hashPath(path))) !== null && (await isThere(path));
  }

  /** Moves the file `from` into the cache. The file must match its hash, and nobody else may use it. */
  async keep(key: string, from: string, sha256: string): Promise<void> {
    const path = this.#pathOf(key);
    await mkdir(dirname(path), { recursive: true });
    const { size } = await stat(from);
    await writeWhole(hashPath(path), sha256);
    await rename(from, path);
    this.#addedBytes += size;
    if (this.#addedBytes >= this.maxBytes * LOOK_SHARE) await this.#makeRoom();
  }

  /** Records that a folder has exactly these files. */
  async keepWhole(prefix: string, names: readonly string[]): Promise<void> {
    const folder = this.#pathOf(prefix);
    await mkdir(folder, { recursive: true });
    await writeWhole(join(folder, WHOLE), JSON.stringify(names));
  }

  /** The names of a folder's files; null if unknown. */
  async wholeNames(prefix: string): Promise<string[] | null> {
    const text = await textOf(join(this.#pathOf(prefix), WHOLE));
    try {
      return text === null ? null : JSON.parse(text);
    } catch {
      // It is not flushed when it is written, so a power failure may cut it.
      return null;
    }
  }

  /** Forgets the object with this key and everything below it. */
  async drop(prefix: string): Promise<void> {
    const path = this.#pathOf(prefix);
    await rm(path, { recursive: true, force: true });
    await rm(hashPath(path), { force: true });
  }

  /** Removes the working files of dead processes. */
  sweep(): Promise<void> {
    return this.#inUse.sweep();
  }

  #pathOf(key: string): string {
    return join(this.folder, checkKey(key).key);
  }

  async #makeRoom(): Promise<void> {
    this.#addedBytes = 0;
    const files: CopiedFile[] = [];
    await addCopies(join(this.folder, "tenants"), files);
    let bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (bytes <= this.maxBytes) return;
    for (const { path, sizeBytes } of files.sort((a, b) => a.usedAt - b.usedAt)) {
      if (bytes <= this.maxBytes * KEPT_SHARE) return;
      // Someone uses it under a second name, so removing it would free nothing.
      if ((await stat(path).catch(() => null))?.nlink !== 1) continue;
      await rm(path, { force: true });
      await rm(hashPath(path), { force: true });
      bytes -= sizeBytes;
    }
  }
}

interface CopiedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

async function addCopies(folder: string, found: CopiedFile[]): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await addCopies(path, found);
    else if (!entry.name.startsWith(".")) {
      const about = await stat(path).catch(() => null);
      if (about) found.push({ path, sizeBytes: about.size, usedAt: about.mtimeMs });
    }
  }
}

/** The file with a copy's hash. */
function hashPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.sha256`);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

async function textOf(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch(() => null);
}

async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.${randomUUID()}`;
  await writeFile(partial, text);
  await rename(partial, path);
}
