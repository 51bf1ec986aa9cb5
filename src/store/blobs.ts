import { randomUUID } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { flushFolder, makeFolder, renameIfThere } from "../disk";
import type { BucketSettings } from "./bucket/bucket-settings";
import { entriesOf, fileSize, writeFlushed } from "./disk-files";
import { type Area, checkKey } from "./object-keys";

/** One stored object. */
export interface BlobInfo {
  readonly key: string;
  readonly sizeBytes: number;
}

/** What was written: its size and the SHA-256 of its bytes in hex. */
export interface WrittenBlob extends BlobInfo {
  readonly sha256: string;
}

/** An object that is being read. */
export interface OpenBlob extends BlobInfo {
  readonly stream: ReadableStream<Uint8Array>;
}

/** The properties of a link to an object. */
export interface LinkOptions {
  /** How long it works. */
  readonly seconds: number;
  /** Name and type of the downloaded file. */
  readonly fileName: string;
  readonly contentType: string;
}

/** What another process needs to find the same objects: plain data, perhaps with a secret. */
export interface BlobPlace {
  readonly dataDir: string;
  readonly bucket?: BucketSettings;
  /** The folder of a step that hands in what it makes, instead of publishing it. */
  readonly made?: string;
}

/** An object or a model's folder that is on this machine until disposed of. */
export interface FetchedBlob extends AsyncDisposable {
  /** Its path. There is nothing at it if there is no such object. */
  readonly path: string;
}

/**
 * Stores uploads, model folders and outputs. Objects have keys (`datasetKey`, `modelPrefix`, `outputKey`); a prefix is
 * a key cut after a complete name. Every method throws a RangeError for an invalid key, and a UserError if a bucket
 * cannot be used.
 */
export interface BlobStore {
  readonly kind: "disk" | "s3";
  readonly place: BlobPlace;
  /** Where to write this key's object or folder on this machine before publishing it. */
  localPath(key: string): string;
  /**
   * Fetches the object, or the folder of a model, to this machine. Use this to read by path, and dispose of the result.
   */
  fetched(key: string): Promise<FetchedBlob>;
  /**
   * Publishes a model's folder, which was written to its `localPath`, with `model.json` last. If that fails now, the
   * folder waits on this machine, can be used there, and is tried again.
   */
  publish(prefix: string): Promise<"published" | "waiting">;
  /** Publishes everything that waits below a prefix. Throws a UserError if that is impossible now. */
  settle(prefix: string): Promise<void>;
  /** A key in the form for others: `b2://{bucket}/{key}` if there is a bucket. */
  pathOf(key: string): string;
  /** The key for a path from `pathOf`, or for the key itself. */
  keyOf(path: string): string;
  /** A link that lets anyone fetch the object. Null if only this server has it. */
  link(key: string, options: LinkOptions): Promise<string | null>;
  /** The objects below a prefix that are not on this machine's disk. */
  elsewhere(prefix: string): Promise<BlobInfo[]>;
  /** Forgets fetched copies, and unfinished uploads to a bucket from before `before`. */
  sweep(prefix: string, before: number): Promise<void>;
  /** Whether there is an object, or an object below a prefix. */
  exists(key: string): Promise<boolean>;
  /** The object as a stream. Null if missing. */
  open(key: string): Promise<OpenBlob | null>;
  /** The bytes of an object. Null if missing. */
  read(key: string): Promise<Uint8Array | null>;
  /**
   * Writes an object chunk by chunk, holding only one in memory: complete and flushed, or not at all. Replaces an
   * existing one. Throws what the source throws, and then leaves nothing behind.
   */
  writeStream(
    key: string,
    source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  ): Promise<WrittenBlob>;
  /**
   * Replaces the object with the local file `path`, which is next to the fetched object and flushed. False if the
   * object was deleted in the meantime; then the file is gone too.
   */
  replace(key: string, path: string): Promise<boolean>;
  /** The objects below a prefix, or the one with this key, in key order. */
  list(prefix: string): Promise<BlobInfo[]>;
  /** Deletes the objects below a prefix, or the one with this key, and unfinished files. Returns what it removed. */
  delete(prefix: string): Promise<BlobInfo[]>;
}

/** The folder of the data folder for an area's keys. */
const ROOTS: Readonly<Record<Area, string>> = {
  datasets: "datasets",
  models: "artifacts",
  outputs: "artifacts",
  steps: "artifacts",
};

/**
 * Objects as files: uploads in `{dataDir}/datasets/{key}`, models and outputs in `{dataDir}/artifacts/{key}`. A key
 * cannot lead out of its folder. Files whose names begin with a dot are unfinished and do not count as objects.
 */
export class DiskBlobs implements BlobStore {
  readonly kind = "disk";
  readonly place: BlobPlace;
  readonly #dataDir: string;

  constructor(dataDir: string) {
    this.#dataDir = resolve(dataDir);
    this.place = { dataDir: this.#dataDir };
  }

  localPath(key: string): string {
    const { area } = checkKey(key);
    if (area === null) throw new RangeError(`${key} is in more than one place`);
    return join(this.#dataDir, ROOTS[area], key);
  }

  async fetched(key: string): Promise<FetchedBlob> {
    return { path: this.localPath(key), [Symbol.asyncDispose]: async () => {} };
  }

  async publish(): Promise<"published"> {
    return "published";
  }

  async settle(): Promise<void> {}

  pathOf(key: string): string {
    return key;
  }

  keyOf(path: string): string {
    return path;
  }

  async link(): Promise<null> {
    return null;
  }

  async elsewhere(): Promise<[]> {
    return [];
  }

  async sweep(): Promise<void> {}

  async exists(key: string): Promise<boolean> {
    return (await this.list(key)).length > 0;
  }

  async open(key: string): Promise<OpenBlob | null> {
    const file = Bun.file(this.localPath(key));
    const sizeBytes = await fileSize(this.localPath(key));
    return sizeBytes === null ? null : { key, sizeBytes, stream: file.stream() };
  }

  async read(key: string): Promise<Uint8Array | null> {
    const path = this.localPath(key);
    return (await fileSize(path)) === null ? null : Bun.file(path).bytes();
  }

  async writeStream(
    key: string,
    source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  ): Promise<WrittenBlob> {
    const path = this.localPath(key);
    const partial = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
    await makeFolder(dirname(path));
    try {
      const written = await writeFlushed(partial, source);
      await rename(partial, path);
      await flushFolder(dirname(path));
      return { key, ...written };
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  async replace(key: string, path: string): Promise<boolean> {
    const place = this.localPath(key);
    if ((await fileSize(place)) === null || !(await renameIfThere(path, place))) {
      await rm(path, { force: true });
      return false;
    }
    await flushFolder(dirname(place));
    return true;
  }

  async list(prefix: string): Promise<BlobInfo[]> {
    const found: BlobInfo[] = [];
    for (const { key, path } of this.#places(prefix)) {
      const sizeBytes = await fileSize(path);
      if (sizeBytes !== null) found.push({ key, sizeBytes });
      else await addFilesBelow(path, key, found);
    }
    return found.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async delete(prefix: string): Promise<BlobInfo[]> {
    const removed = await this.list(prefix);
    for (const { path } of this.#places(prefix)) {
      await rm(path, { recursive: true, force: true });
      const beside = dirname(path);
      for (const { name } of await entriesOf(beside)) {
        if (name.startsWith(`.${basename(path)}.`))
          await rm(join(beside, name), { recursive: true, force: true });
      }
    }
    return removed;
  }

  /** The paths of a prefix: one, or one in each root for everything of a tenant. */
  #places(prefix: string): { key: string; path: string }[] {
    const { area } = checkKey(prefix);
    const roots = area === null ? [...new Set(Object.values(ROOTS))] : [ROOTS[area]];
    return roots.map((root) => ({ key: prefix, path: join(this.#dataDir, root, prefix) }));
  }
}

/** Adds the files below a folder, except unfinished ones, whose names begin with a dot. */
async function addFilesBelow(folder: string, key: string, found: BlobInfo[]): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await addFilesBelow(path, `${key}/${entry.name}`, found);
    else if (entry.isFile())
      found.push({ key: `${key}/${entry.name}`, sizeBytes: (await fileSize(path)) ?? 0 });
  }
}
