import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { flushFolder, renameIfThere } from "../disk";
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

/** What a link to an object promises. */
export interface LinkOptions {
  /** How long it holds. */
  readonly seconds: number;
  /** Name and type of the file that comes. */
  readonly fileName: string;
  readonly contentType: string;
}

/** What another process has to be told to find the same objects: plain data. It may hold a secret. */
export interface BlobPlace {
  readonly dataDir: string;
  readonly bucket?: BucketSettings;
}

/** An object or a model's folder that lies on this machine until it is disposed of. */
export interface FetchedBlob extends AsyncDisposable {
  /** Where it lies. Nothing lies there where there is no such object. */
  readonly path: string;
}

/**
 * Where uploads, model folders and outputs lie. Objects have keys (`datasetKey`, `modelPrefix`, `outputKey`); a prefix
 * is a key that is cut behind a whole name. Every method throws a RangeError for what is no key, and a UserError where
 * a bucket cannot be used.
 */
export interface BlobStore {
  readonly kind: "disk" | "s3";
  readonly place: BlobPlace;
  /** Where the object or folder of this key is to be written on this machine, before it is published. */
  localPath(key: string): string;
  /**
   * Has the object, or the folder of a model, on this machine. Whoever reads by path asks here, and disposes of it when
   * done.
   */
  fetched(key: string): Promise<FetchedBlob>;
  /**
   * Puts the folder of a model that was written to its `localPath` where all find it, `model.json` last. Where that
   * cannot be done now, the folder waits on this machine, is found there meanwhile, and is tried again.
   */
  publish(prefix: string): Promise<"published" | "waiting">;
  /** Has all that waits below a prefix where all find it. Throws a UserError where that cannot be done now. */
  settle(prefix: string): Promise<void>;
  /** A key as it is told to others: `b2://{bucket}/{key}` where there is a bucket. */
  pathOf(key: string): string;
  /** The key that others mean by a path that was told to them, or by the key itself. */
  keyOf(path: string): string;
  /** A link by which anybody may fetch the object. Null where it can only be had from here. */
  link(key: string, options: LinkOptions): Promise<string | null>;
  /**
   * The objects below a prefix that do not lie on this machine's disk, and when each was written, milliseconds since
   * 1970.
   */
  elsewhere(prefix: string): Promise<(BlobInfo & { readonly modifiedAt: number })[]>;
  /**
   * Forgets the copies that were fetched, and what was sent to a bucket, but not to its end, before the moment
   * `before`.
   */
  sweep(prefix: string, before: number): Promise<void>;
  /** Whether there is an object, or an object below a prefix. */
  exists(key: string): Promise<boolean>;
  /** The object, to be read as a stream. Null where there is none. */
  open(key: string): Promise<OpenBlob | null>;
  /** The bytes of an object. Null where there is none. */
  read(key: string): Promise<Uint8Array | null>;
  /**
   * Writes an object chunk by chunk, never holding more than one: whole or not at all, flushed. One that is there is
   * replaced. Throws what the source throws, and then nothing is left.
   */
  writeStream(
    key: string,
    source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  ): Promise<WrittenBlob>;
  /**
   * Puts the local file `path`, which lies beside the fetched object and is flushed, in the object's place. False where
   * the object was deleted meanwhile; the file is then gone too.
   */
  replace(key: string, path: string): Promise<boolean>;
  /** The objects below a prefix, or the one of this key, in the order of their keys. */
  list(prefix: string): Promise<BlobInfo[]>;
  /**
   * Deletes the objects below a prefix, or the one of this key, and what was left half-written. Returns what it
   * removed.
   */
  delete(prefix: string): Promise<BlobInfo[]>;
}

/** Which folder of the data folder the keys of an area lie in. */
const ROOTS: Readonly<Record<Area, string>> = {
  datasets: "datasets",
  models: "artifacts",
  outputs: "artifacts",
};

/**
 * Objects as files: uploads in `{dataDir}/datasets/{key}`, models and outputs in `{dataDir}/artifacts/{key}`. A key
 * cannot lead out of its folder. Files whose names begin with a dot are half-written and are no objects.
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
    await mkdir(dirname(path), { recursive: true });
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

  /** The paths that a prefix stands for: one, or one in each root for all that a tenant has. */
  #places(prefix: string): { key: string; path: string }[] {
    const { area } = checkKey(prefix);
    const roots = area === null ? [...new Set(Object.values(ROOTS))] : [ROOTS[area]];
    return roots.map((root) => ({ key: prefix, path: join(this.#dataDir, root, prefix) }));
  }
}

/** Adds the files below a folder; those whose names begin with a dot are half-written. */
async function addFilesBelow(folder: string, key: string, found: BlobInfo[]): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await addFilesBelow(path, `${key}/${entry.name}`, found);
    else if (entry.isFile())
      found.push({ key: `${key}/${entry.name}`, sizeBytes: (await fileSize(path)) ?? 0 });
  }
}
