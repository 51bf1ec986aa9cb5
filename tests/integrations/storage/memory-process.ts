/**
 * Sends a large file to a bucket and fetches it, and prints how much memory that took at most. Takes a place as JSON.
 */
import { rmSync } from "node:fs";
import { BucketBlobs } from "../../../src/store/bucket/bucket-blobs";
import { datasetKey } from "../../../src/store/object-keys";

const CHUNKS = 512;
const CHUNK = Buffer.alloc(2 ** 20, "order lines");
const key = datasetKey("memory", "u", "a.csv");

async function* chunks() {
  for (let i = 0; i < CHUNKS; i++) yield CHUNK;
}

async function mostBytes(work: () => Promise<unknown>): Promise<number> {
  Bun.gc(true);
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10);
  await work();
  clearInterval(timer);
  return most - before;
}

const blobs = new BucketBlobs(JSON.parse(process.argv[2]!));
await blobs.bucket.check();
const upBytes = await mostBytes(() => blobs.writeStream(key, chunks()));
rmSync(blobs.cache.folder, { recursive: true });
const downBytes = await mostBytes(async () => {
  await using _ = await blobs.fetched(key);
});
await blobs.delete(key);
console.log(JSON.stringify({ sizeBytes: CHUNKS * CHUNK.length, upBytes, downBytes }));
