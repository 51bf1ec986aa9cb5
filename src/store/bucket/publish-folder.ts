import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { renameIfThere } from "../../disk";
import type { BlobInfo, DiskBlobs } from "../blobs";
import { fileHash, fileSize } from "../disk-files";
import type { ArtifactsCache } from "./artifacts-cache";
import type { Bucket } from "./bucket";
import { linkFile } from "./in-use";
import type { SentGroups } from "./sent-groups";

/** The unit of sending to the bucket: a model, an upload with its mapping, the file of a batch. */
export function groupOf({ key }: Pick<BlobInfo, "key">): string {
  return key.split("/").slice(0, 4).join("/");
}

/** Where a file is on its way from the disk to the bucket. */
interface Stations {
  readonly disk: DiskBlobs;
  readonly bucket: Bucket;
  readonly cache: ArtifactsCache;
  readonly sent: SentGroups;
}

/** Marks a model as complete, so it comes last. */
const LAST = "/model.json";

/**
 * Sends a prefix's files from this machine's disk into the bucket, `model.json` last, and then turns them into cached
 * copies. Skips what an earlier attempt has sent. Throws a StorageError if the bucket cannot be used; the files then
 * stay where they are.
 */
export async function publishFolder(stations: Stations, prefix: string): Promise<void> {
  const { disk, bucket, cache, sent } = stations;
  const files = await disk.list(prefix);
  if (files.length === 0) return;
  await sent.add(prefix);
  files.sort((a, b) => Number(a.key.endsWith(LAST)) - Number(b.key.endsWith(LAST)));
  const isModel = files.some(({ key }) => key === `${prefix}${LAST}`);
  const stored = new Map((await bucket.list(prefix)).map((object) => [object.key, object]));
  if (isModel) {
    const keys = new Set(files.map(({ key }) => key));
    for (const key of stored.keys()) if (!keys.has(key)) await bucket.delete(key);
  }
  const hashes = new Map<string, string>();
  for (const { key } of files) {
    const path = disk.localPath(key);
    if ((await fileSize(path)) === null) continue;
    const about = await fileHash(path);
    const isSent =
      stored.get(key)?.sizeBytes === about.sizeBytes && (await bucket.head(key))?.sha256 === about.sha256;
    if (!isSent) {
      await cache.drop(key);
      await bucket.put(key, path, about);
    }
    hashes.set(key, about.sha256);
  }
  for (const [key, sha256] of hashes) await keepCopy(stations, key, sha256);
  if (isModel) {
    await cache.keepWhole(
      prefix,
      files.map(({ key }) => key.slice(prefix.length + 1)),
    );
    await removeFolder(disk.localPath(prefix));
  } else for (const key of hashes.keys()) await rm(disk.localPath(key), { force: true });
}

/** Turns a disk file that is in the bucket into a cached copy; does nothing if someone has deleted it. */
async function keepCopy({ disk, cache }: Stations, key: string, sha256: string): Promise<void> {
  await using place = await cache.workPlace();
  const second = join(place.folder, basename(key));
  if (await linkFile(disk.localPath(key), second)) await cache.keep(key, second, sha256);
}

/** Removes a folder in one step, so that nobody ever finds half of it. */
async function removeFolder(path: string): Promise<void> {
  const hidden = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  // False: deleted, or published by another process.
  await renameIfThere(path, hidden);
  await rm(hidden, { recursive: true, force: true });
}
