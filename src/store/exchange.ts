import { rm } from "node:fs/promises";
import type { BlobStore } from "./blobs";
import { BucketBlobs } from "./bucket/bucket-blobs";
import { groupOf } from "./bucket/publish-folder";
import { StorageError } from "./bucket/storage-error";
import { writeFlushed } from "./disk-files";

/**
 * What servers and workers hand each other, under `stepsPrefix`. Unlike other objects they change while others look, so
 * nothing is kept on this machine. Every method throws a StorageError if a bucket cannot be used.
 */
export interface Exchange {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Hands over a file of this machine. */
  putFile(key: string, path: string, about: { sizeBytes: number; sha256: string }): Promise<void>;
  get(key: string): Promise<Uint8Array | null>;
  has(key: string): Promise<boolean>;
  /** Writes the object to the new file `to`, and checks its hash. Throws a StorageError if it is missing or differs. */
  getFile(key: string, to: string, sha256: string): Promise<void>;
  /** The keys of the object with this key and of those below it. */
  keys(prefix: string): Promise<Set<string>>;
  delete(prefix: string): Promise<void>;
}

export function exchangeOf(blobs: BlobStore): Exchange {
  return blobs instanceof BucketBlobs ? new BucketExchange(blobs) : new DiskExchange(blobs);
}

class DiskExchange implements Exchange {
  constructor(private readonly blobs: BlobStore) {}

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.blobs.writeStream(key, chunks(bytes));
  }

  async putFile(key: string, path: string): Promise<void> {
    await this.blobs.writeStream(key, Bun.file(path).stream());
  }

  get(key: string): Promise<Uint8Array | null> {
    return this.blobs.read(key);
  }

  has(key: string): Promise<boolean> {
    return this.blobs.exists(key);
  }

  async getFile(key: string, to: string, sha256: string): Promise<void> {
    const found = await this.blobs.open(key);
    if (!found) throw missing(key);
    await requireHash(key, to, (await writeFlushed(to, found.stream)).sha256, sha256);
  }

  async keys(prefix: string): Promise<Set<string>> {
    return new Set((await this.blobs.list(prefix)).map(({ key }) => key));
  }

  async delete(prefix: string): Promise<void> {
    await this.blobs.delete(prefix);
  }
}

class BucketExchange implements Exchange {
  constructor(private readonly blobs: BucketBlobs) {}

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.blobs.sent.add(groupOf({ key }));
    const sha256 = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
    await this.blobs.bucket.put(key, bytes, { sizeBytes: bytes.length, sha256 });
  }

  async putFile(key: string, path: string, about: { sizeBytes: number; sha256: string }): Promise<void> {
    await this.blobs.bucket.put(key, path, about);
  }

  get(key: string): Promise<Uint8Array | null> {
    return this.blobs.bucket.get(key, async ({ chunks }) => {
      const found: Uint8Array[] = [];
      for await (const chunk of chunks) found.push(chunk);
      return Buffer.concat(found);
    });
  }

  async has(key: string): Promise<boolean> {
    return (await this.blobs.bucket.head(key)) !== null;
  }

  async getFile(key: string, to: string, sha256: string): Promise<void> {
    const found = await this.blobs.bucket.get(key, async ({ chunks }) => {
      // Left by a try that was cut off.
      await rm(to, { force: true });
      return (await writeFlushed(to, chunks)).sha256;
    });
    if (found === null) throw missing(key);
    await requireHash(key, to, found, sha256);
  }

  async keys(prefix: string): Promise<Set<string>> {
    return new Set((await this.blobs.bucket.list(prefix)).map(({ key }) => key));
  }

  async delete(prefix: string): Promise<void> {
    await this.blobs.bucket.delete(prefix);
    await this.blobs.sent.remove(prefix);
  }
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function requireHash(key: string, path: string, found: string, wanted: string): Promise<void> {
  if (found === wanted) return;
  await rm(path, { force: true });
  throw new StorageError("damaged", `${key} differs from what a worker handed in. The step is done again.`);
}

function missing(key: string): StorageError {
  return new StorageError("damaged", `${key}, which a worker handed in, is gone. The step is done again.`);
}
