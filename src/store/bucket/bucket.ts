import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import type { BlobInfo, LinkOptions } from "../blobs";
import type { BucketSettings } from "./bucket-settings";
import { StorageError, storageError } from "./storage-error";

/** Smaller objects are sent in one piece, larger ones in parts of at least this size, two at a time. */
const PART_BYTES = 8 * 2 ** 20;
const PARTS_AT_A_TIME = 2;
/** S3 allows 10,000. */
const MOST_PARTS = 9000;
const DELETED_AT_A_TIME = 8;
const ATTEMPTS = 4;
const CONNECT_MS = 10_000;
/** No object's key begins like this, and a bucket key that is limited to `tenants/` may ask for it. */
const NOTHING = "tenants/.";

/** One object's content as a stream. */
export interface Download {
  readonly sizeBytes: number;
  /** SHA-256 in hex, stored with the object; null for an object that others put there. */
  readonly sha256: string | null;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * A bucket, accessed through the AWS SDK, which is loaded with the first request. Requests are tried four times with
 * growing pauses. Every method throws a StorageError if the bucket fails.
 */
export class Bucket {
  #loaded: Promise<S3Client> | null = null;
  readonly #unknown = new Set<string>();
  readonly #closed = new AbortController();

  constructor(
    readonly settings: BucketSettings,
    /** Gets the outcome of each operation. */
    private readonly onEnd: (failure: StorageError | null) => void = () => {},
  ) {}

  /** The smallest request that shows that the bucket exists and the key works. */
  async check(): Promise<void> {
    await this.#asked(async ({ ListObjectsV2Command }, client, Bucket) => {
      await client.send(new ListObjectsV2Command({ Bucket, Prefix: NOTHING, MaxKeys: 1 }));
    });
  }

  /**
   * Sends a file, or bytes in memory, as `key` and stores the SHA-256 with it; of a file, at most two parts are in
   * memory. The object appears when it is complete. A failed upload removes its parts.
   */
  async put(
    key: string,
    source: string | Uint8Array,
    { sizeBytes, sha256, contentType }: { sizeBytes: number; sha256: string; contentType?: string },
  ): Promise<void> {
    await this.#asked(async ({ PutObjectCommand }, client, Bucket) => {
      const target = {
        Bucket,
        Key: key,
        Metadata: { sha256 },
        ...(contentType && { ContentType: contentType }),
      };
      if (sizeBytes <= PART_BYTES) {
        const Body = typeof source === "string" ? await Bun.file(source).bytes() : source;
        await client.send(new PutObjectCommand({ ...target, Body, ContentLength: Body.length }));
        return;
      }
      const { Upload } = await import("@aws-sdk/lib-storage");
      const partSize = Math.max(PART_BYTES, Math.ceil(sizeBytes / MOST_PARTS));
      const body =
        typeof source === "string"
          ? createReadStream(source, { highWaterMark: 2 ** 18 })
          : Buffer.from(source.buffer, source.byteOffset, source.length);
      try {
        const params = { ...target, Body: body };
        await new Upload({ client, params, partSize, queueSize: PARTS_AT_A_TIME }).done();
      } finally {
        if (!Buffer.isBuffer(body)) body.destroy();
      }
    });
  }

  /** Size and hash of an object. Null if missing. */
  async head(key: string): Promise<{ sizeBytes: number; sha256: string | null } | null> {
    return this.#asked(({ HeadObjectCommand }, client, Bucket) =>
      orNull(async () => {
        const { ContentLength, Metadata } = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
        return { sizeBytes: ContentLength ?? 0, sha256: Metadata?.sha256 ?? null };
      }),
    );
  }

  /** Lets `take` read an object to its end, once. Null if missing. A silence longer than the time-out is an error. */
  async get<T>(key: string, take: (download: Download) => Promise<T>): Promise<T | null> {
    return this.#asked(({ GetObjectCommand }, client, Bucket) =>
      orNull(async () => {
        const answer = await client.send(new GetObjectCommand({ Bucket, Key: key }));
        const chunks = whileItFlows(answer.Body as Readable, this.settings.timeoutMs);
        return take({
          sizeBytes: answer.ContentLength ?? 0,
          sha256: answer.Metadata?.sha256 ?? null,
          chunks,
        });
      }),
    );
  }

  /** The object with this key and those below it, in key order. */
  async list(prefix: string): Promise<BlobInfo[]> {
    const found = await this.#asked(async ({ ListObjectsV2Command }, client, Bucket) => {
      const objects: BlobInfo[] = [];
      let next: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket, Prefix: prefix, ...(next && { ContinuationToken: next }) }),
        );
        for (const { Key = "", Size = 0 } of page.Contents ?? []) objects.push({ key: Key, sizeBytes: Size });
        next = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (next);
      return objects;
    });
    return found.filter(({ key }) => isBelow(key, prefix)).sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /**
   * Deletes the object with this key and those below it, in every version that the service keeps, and unfinished
   * uploads. With `olderThanNewest`, the current versions stay.
   */
  async delete(prefix: string, { olderThanNewest = false } = {}): Promise<void> {
    const versions = (await this.#versions(prefix)) ?? (olderThanNewest ? [] : await this.list(prefix));
    const gone = versions.filter((each) => !(olderThanNewest && "isLatest" in each && each.isLatest));
    // The file that marks a model as complete goes first.
    gone.sort((a, b) => Number(b.key.endsWith("/model.json")) - Number(a.key.endsWith("/model.json")));
    for (let from = 0; from < gone.length; from += DELETED_AT_A_TIME) {
      // One by one, because deleting many at once needs checksums that not every service accepts.
      await this.#asked(({ DeleteObjectCommand }, client, Bucket) =>
        Promise.all(
          gone
            .slice(from, from + DELETED_AT_A_TIME)
            .map(({ key: Key, ...version }) =>
              client.send(
                new DeleteObjectCommand({ Bucket, Key, ...("id" in version && { VersionId: version.id }) }),
              ),
            ),
        ),
      );
    }
    if (!olderThanNewest) await this.sweepUnfinished(prefix, Number.POSITIVE_INFINITY);
  }

  /** Cancels uploads below a prefix without activity since `before`, milliseconds since 1970. Returns how many. */
  async sweepUnfinished(prefix: string, before: number): Promise<number> {
    return this.#asked(async (s3, client, Bucket) => {
      let swept = 0;
      const listed = await this.#unlessUnknown("uploads", () =>
        client.send(new s3.ListMultipartUploadsCommand({ Bucket, Prefix: prefix })),
      );
      for (const { Key = "", UploadId, Initiated } of listed?.Uploads ?? []) {
        if (!isBelow(Key, prefix) || (Initiated?.getTime() ?? 0) > before) continue;
        const upload = { Bucket, Key, UploadId };
        const parts = await orNull(() => client.send(new s3.ListPartsCommand(upload)));
        const isAtWork = parts?.Parts?.some(({ LastModified }) => (LastModified?.getTime() ?? 0) > before);
        if (isAtWork) continue;
        await orNull(() => client.send(new s3.AbortMultipartUploadCommand(upload)));
        swept++;
      }
      return swept;
    });
  }

  /** A link that lets anyone fetch the object for this many seconds from now, or from `at`. */
  async link(
    key: string,
    { seconds, fileName, contentType, at = new Date() }: LinkOptions & { readonly at?: Date },
  ): Promise<string> {
    return this.#asked(async ({ GetObjectCommand }, client, Bucket) => {
      const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
      const file = {
        ResponseContentDisposition: `attachment; filename="${fileName}"`,
        ResponseContentType: contentType,
      };
      const command = new GetObjectCommand({ Bucket, Key: key, ...file });
      return getSignedUrl(client, command, { expiresIn: seconds, signingDate: at });
    });
  }

  /** Closes its connections. Running requests fail and are not tried again. */
  async close(): Promise<void> {
    this.#closed.abort();
    (await this.#loaded)?.destroy();
  }

  /** Null if the service keeps only one version and does not know the request. */
  async #versions(prefix: string): Promise<{ key: string; id: string; isLatest: boolean }[] | null> {
    return this.#asked(async ({ ListObjectVersionsCommand }, client, Bucket) => {
      const found: { key: string; id: string; isLatest: boolean }[] = [];
      let next: { KeyMarker?: string; VersionIdMarker?: string } | null = {};
      while (next) {
        const page: import("@aws-sdk/client-s3").ListObjectVersionsCommandOutput | null =
          await this.#unlessUnknown("versions", () =>
            client.send(new ListObjectVersionsCommand({ Bucket, Prefix: prefix, ...next })),
          );
        if (!page) return null;
        for (const { Key = "", VersionId, IsLatest } of [
          ...(page.Versions ?? []),
          ...(page.DeleteMarkers ?? []),
        ]) {
          if (VersionId === undefined) return null;
          if (isBelow(Key, prefix)) found.push({ key: Key, id: VersionId, isLatest: IsLatest ?? true });
        }
        const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
        next =
          page.IsTruncated && KeyMarker ? { KeyMarker, ...(VersionIdMarker && { VersionIdMarker }) } : null;
      }
      return found;
    });
  }

  /** Null if the service does not know the request; we do not ask again. */
  async #unlessUnknown<T>(question: string, work: () => Promise<T>): Promise<T | null> {
    if (this.#unknown.has(question)) return null;
    try {
      return await work();
    } catch (error) {
      const { name = "", $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
      const isUnknown =
        /NotImplemented|MethodNotAllowed/.test(name) || [405, 501].includes($metadata?.httpStatusCode ?? 0);
      if (!isUnknown) throw error;
      this.#unknown.add(question);
      return null;
    }
  }

  /** Runs requests and reports their outcome. */
  async #asked<T>(
    work: (s3: typeof import("@aws-sdk/client-s3"), client: S3Client, bucket: string) => Promise<T>,
  ): Promise<T> {
    try {
      const s3 = await import("@aws-sdk/client-s3");
      this.#loaded ??= Promise.resolve(opened(s3, this.settings, this.#closed.signal));
      this.#closed.signal.throwIfAborted();
      const answer = await work(s3, await this.#loaded, this.settings.bucket);
      this.onEnd(null);
      return answer;
    } catch (error) {
      const told = storageError(error, this.settings);
      if (told instanceof StorageError) this.onEnd(told);
      throw told;
    }
  }
}

/** A client whose requests all end with the signal. */
function opened(
  s3: typeof import("@aws-sdk/client-s3"),
  settings: BucketSettings,
  abortSignal: AbortSignal,
): S3Client {
  const client = new s3.S3Client(clientOptions(settings));
  const send = client.send.bind(client) as (command: unknown, options: object) => Promise<never>;
  client.send = ((command: unknown, options: object = {}) =>
    send(command, { abortSignal, ...options })) as typeof client.send;
  return client;
}

function clientOptions({ endpoint, region, keyId, appKey, timeoutMs }: BucketSettings) {
  return {
    endpoint,
    region,
    credentials: { accessKeyId: keyId, secretAccessKey: appKey },
    forcePathStyle: true,
    // Backblaze B2 and others refuse the newer checksums. Each part's signature includes its SHA-256 anyway.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: Math.min(CONNECT_MS, timeoutMs),
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: timeoutMs,
    },
  } as const;
}

/** `m1` is not a prefix of `m10`. */
function isBelow(key: string, prefix: string): boolean {
  return key === prefix || key.startsWith(`${prefix}/`);
}

/** Null if the object, or the upload, does not exist. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const { name = "" } = error as Error;
    if (["NoSuchKey", "NotFound", "NoSuchUpload"].includes(name)) return null;
    throw error;
  }
}

/** Passes chunks on as long as no two of them are further apart than `timeoutMs`. */
async function* whileItFlows(body: Readable, timeoutMs: number): AsyncGenerator<Uint8Array> {
  const silent = () => body.destroy(new Error("the download timed out"));
  let timer = setTimeout(silent, timeoutMs);
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      yield chunk;
      timer = setTimeout(silent, timeoutMs);
    }
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}
