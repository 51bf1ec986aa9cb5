import { mkdir, open, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import {
  type BlobInfo,
  type BlobPlace,
  type BlobStore,
  DiskBlobs,
  type FetchedBlob,
  type LinkOptions,
  type OpenBlob,
  type WrittenBlob,
} from "../blobs";
import { fileHash, fileSize, writeFlushed } from "../disk-files";
import { checkKey } from "../object-keys";
import { ArtifactsCache } from "./artifacts-cache";
import { Bucket } from "./bucket";
import { BucketHealth } from "./bucket-health";
import type { BucketSettings } from "./bucket-settings";
import { linkFile } from "./in-use";
import { groupOf, publishFolder } from "./publish-folder";
import { whileSending } from "./sending-lock";
import { SentGroups } from "./sent-groups";
import { StorageError } from "./storage-error";

/** How often to fetch again after a damaged transfer. */
const FETCHES = 3;

/**
 * Objects in a bucket, with copies in `artifacts_cache/`. A file on this machine's disk under the same key comes first:
 * a model that waits to be published, or data from before there was a bucket. Anything in the cache may be deleted at
 * any time.
 */
export class BucketBlobs implements BlobStore {
  readonly kind = "s3";
  readonly place: BlobPlace & { readonly bucket: BucketSettings };
  readonly health = new BucketHealth();
  readonly disk: DiskBlobs;
  readonly bucket: Bucket;
  readonly cache: ArtifactsCache;
  readonly sent: SentGroups;

  constructor(place: BlobPlace & { readonly bucket: BucketSettings }) {
    this.place = place;
    this.disk = new DiskBlobs(place.dataDir);
    this.bucket = new Bucket(place.bucket, (failure) => this.health.hear(failure));
    this.cache = new ArtifactsCache(join(place.dataDir, "artifacts_cache"), place.bucket.cacheBytes);
    this.sent = new SentGroups(place.dataDir);
  }

  /** Checks the bucket's health. A bucket that is silent for `withinMs` cannot be used. */
  async probe(withinMs: number): Promise<void> {
    const late = Promise.withResolvers<"late">();
    const timer = setTimeout(() => late.resolve("late"), withinMs);
    const asked = this.bucket.check().catch((error) => {
      if (!(error instanceof StorageError)) throw error;
    });
    const { bucket, endpoint } = this.place.bucket;
    const message = `The bucket ${bucket} at ${endpoint} did not answer within ${withinMs / 1000} s. Check B2_ENDPOINT and the service's status.`;
    if ((await Promise.race([asked, late.promise])) === "late")
      this.health.hear(new StorageError("slow", message));
    clearTimeout(timer);
  }

  localPath(key: string): string {
    return this.disk.localPath(key);
  }

  async fetched(key: string): Promise<FetchedBlob> {
    const { area } = checkKey(key);
    const place = await this.cache.workPlace();
    const path = join(place.folder, basename(key));
    try {
      if (area === "models" && key.split("/").length === 4) await this.#fetchFolder(key, place.folder);
      else await this.#fetch(key, path);
      return { path, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
    } catch (error) {
      await place[Symbol.asyncDispose]();
      throw error;
    }
  }

  async publish(prefix: string): Promise<"published" | "waiting"> {
    try {
      await this.#sending(prefix, () => publishFolder(this, prefix));
      return "published";
    } catch (error) {
      // Deleted in the meantime.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "published";
      if (!(error instanceof StorageError)) throw error;
      return "waiting";
    }
  }

  async settle(prefix: string): Promise<void> {
    const groups = new Set((await this.disk.list(prefix)).map(groupOf));
    for (const group of groups) await this.#sending(group, () => publishFolder(this, group));
  }

  pathOf(key: string): string {
    return `${this.#scheme}${key}`;
  }

  keyOf(path: string): string {
    return path.startsWith(this.#scheme) ? path.slice(this.#scheme.length) : path;
  }

  async link(key: string, options: LinkOptions): Promise<string | null> {
    checkKey(key);
    return (await this.bucket.head(key)) === null ? null : this.bucket.link(key, options);
  }

  elsewhere(prefix: string): Promise<BlobInfo[]> {
    return this.bucket.list(checkKey(prefix).key);
  }

  async sweep(prefix: string, before: number): Promise<void> {
    await this.cache.drop(prefix);
    await this.cache.sweep();
    await this.bucket.sweepUnfinished(prefix, before);
  }

  async exists(key: string): Promise<boolean> {
    if ((await this.disk.exists(key)) || (await this.cache.has(key))) return true;
    return (await this.bucket.list(key)).length > 0;
  }

  async open(key: string): Promise<OpenBlob | null> {
    await using fetched = await this.fetched(key);
    const sizeBytes = await fileSize(fetched.path);
    if (sizeBytes === null) return null;
    // Open it before its name is released.
    const file = await open(fetched.path, "r");
    const stream = Readable.toWeb(file.createReadStream()) as unknown as ReadableStream<Uint8Array>;
    return { key, sizeBytes, stream };
  }

  async read(key: string): Promise<Uint8Array | null> {
    const kept = await this.disk.read(key);
    if (kept) return kept;
    if (await this.#isLeftOut(key)) return null;
    await using fetched = await this.fetched(key);
    return (await fileSize(fetched.path)) === null ? null : await Bun.file(fetched.path).bytes();
  }

  async writeStream(
    key: string,
    source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  ): Promise<WrittenBlob> {
    checkKey(key);
    await using place = await this.cache.workPlace();
    const path = join(place.folder, basename(key));
    const written = await writeFlushed(path, source);
    await this.#store(key, path, written);
    return { key, ...written };
  }

  async replace(key: string, path: string): Promise<boolean> {
    checkKey(key);
    const isThere = (await fileSize(this.localPath(key))) !== null || (await this.bucket.head(key)) !== null;
    if (isThere) {
      await this.#store(key, path, await fileHash(path));
      await this.bucket.delete(key, { olderThanNewest: true });
    }
    await rm(path, { force: true });
    return isThere;
  }

  async list(prefix: string): Promise<BlobInfo[]> {
    const stored = await this.elsewhere(prefix);
    const kept = await this.disk.list(prefix);
    const all = new Map(stored.map(({ key, sizeBytes }) => [key, { key, sizeBytes }]));
    for (const info of kept) all.set(info.key, info);
    return [...all.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async delete(prefix: string): Promise<BlobInfo[]> {
    return this.#sending(prefix, () => this.#remove(prefix));
  }

  /** Deletes a group unless `isLeft` says otherwise once nobody else on this machine sends or deletes the tenant's. */
  async deleteIf(group: string, isLeft: () => boolean): Promise<boolean> {
    return this.#sending(group, async () => {
      if (!isLeft()) return false;
      await this.#remove(group);
      return true;
    });
  }

  get #scheme(): string {
    return `b2://${this.place.bucket.bucket}/`;
  }

  /** Whether the key belongs to a model that is completely known on this machine, and this file is not part of it. */
  async #isLeftOut(key: string): Promise<boolean> {
    const folder = dirname(key);
    const whole = await this.cache.wholeNames(folder);
    if (whole) return !whole.includes(basename(key));
    // A model's folder is on the disk completely or not at all.
    const { area } = checkKey(key);
    return (
      area === "models" && (await this.disk.list(folder)).some(({ key }) => key === `${folder}/model.json`)
    );
  }

  async #remove(prefix: string): Promise<BlobInfo[]> {
    const removed = await this.list(prefix);
    await this.disk.delete(prefix);
    await this.cache.drop(prefix);
    await this.bucket.delete(prefix);
    // Someone who began earlier has added their copy in the meantime.
    await this.cache.drop(prefix);
    await this.sent.remove(prefix);
    return removed;
  }

  #sending<T>(key: string, work: () => Promise<T>): Promise<T> {
    return whileSending(this.place.dataDir, checkKey(key).tenant, work);
  }

  /** Sends a file that nobody else uses, and turns it into the cached copy. */
  async #store(key: string, path: string, about: { sizeBytes: number; sha256: string }): Promise<void> {
    await this.cache.drop(key);
    await this.sent.add(groupOf({ key }));
    await this.bucket.put(key, path, about);
    await rm(this.localPath(key), { force: true });
    await this.cache.keep(key, path, about.sha256);
  }

  /** Puts an object at the new path `to`. False if missing. */
  async #fetch(key: string, to: string): Promise<boolean> {
    if (await linkFile(this.localPath(key), to)) return true;
    if ((await this.cache.use(key, to)) !== null) return true;
    for (let left = FETCHES - 1; ; left--) {
      try {
        return await this.#download(key, to);
      } catch (error) {
        if (left === 0 || !(error instanceof StorageError) || !["damaged", "away"].includes(error.fault))
          throw error;
      }
    }
  }

  async #download(key: string, to: string): Promise<boolean> {
    const sha256 = await this.bucket.get(key, async (download) => {
      await rm(to, { force: true });
      const written = await writeFlushed(to, download.chunks);
      const isWhole = written.sizeBytes === download.sizeBytes;
      if (isWhole && (download.sha256 ?? written.sha256) === written.sha256) return written.sha256;
      throw new StorageError(
        "damaged",
        `${this.pathOf(key)} differs from what was stored there. Upload or train it again.`,
      );
    });
    if (sha256 === null) return false;
    await using place = await this.cache.workPlace();
    const second = join(place.folder, basename(key));
    await linkFile(to, second);
    await this.cache.keep(key, second, sha256);
    // Replaced or deleted during the transfer, and the process that did it has already updated the cache.
    const now = await this.bucket.head(key);
    if (now === null || (now.sha256 ?? sha256) !== sha256) await this.cache.drop(key);
    return true;
  }

  /** Puts a model folder's files into the folder `into`, under the model's name. */
  async #fetchFolder(prefix: string, into: string): Promise<void> {
    const to = join(into, basename(prefix));
    const waiting = await this.disk.list(prefix);
    const known = waiting.length > 0 ? null : await this.cache.wholeNames(prefix);
    const names = known ?? (await this.#namesBelow(prefix, waiting));
    if (names.length === 0) return;
    await mkdir(to);
    let all = true;
    for (const name of names) {
      await mkdir(dirname(join(to, name)), { recursive: true });
      all = (await this.#fetch(`${prefix}/${name}`, join(to, name))) && all;
    }
    if (waiting.length === 0 && known === null && all) await this.cache.keepWhole(prefix, names);
  }

  /** A model waiting on the disk is complete, so we need not ask the bucket. */
  async #namesBelow(prefix: string, waiting: readonly BlobInfo[]): Promise<string[]> {
    const objects = waiting.length > 0 ? waiting : await this.bucket.list(prefix);
    return objects.map(({ key }) => key.slice(prefix.length + 1));
  }
}
