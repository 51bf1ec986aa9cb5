import { posix } from "node:path";
import { Bucket } from "../../store/bucket/bucket";
import { StorageError, type StorageFault } from "../../store/bucket/storage-error";
import type { ConnectionOf } from "../connection-kinds";
import { sha256HexOf } from "../formats/hashed";
import { SendError } from "./send-error";

/** How long the service may be silent. */
const TIMEOUT_MS = 60_000;

/** Why it failed, after the bucket's name; the operator's names of settings are others here. */
const WORDS: Readonly<Record<StorageFault, { readonly words: string; readonly isTemporary: boolean }>> = {
  away: { words: "cannot be used at the moment", isTemporary: true },
  slow: { words: "did not answer in time", isTemporary: true },
  full: { words: "is full", isTemporary: true },
  damaged: { words: "did not keep what was sent", isTemporary: true },
  clock: { words: "refused the request, because this server's clock is wrong", isTemporary: true },
  key: {
    words: "refused the connection's key. The operator of this server must check it",
    isTemporary: false,
  },
  bucket: {
    words: "does not exist. The operator of this server must check the connection",
    isTemporary: false,
  },
  region: { words: "is in another region. The operator of this server must check it", isTemporary: false },
};

/** Writes an object, over the one that an earlier try wrote. Returns its address. */
export async function sendToS3(
  connection: ConnectionOf<"s3">,
  folder: string,
  file: { readonly fileName: string; readonly contentType: string; readonly bytes: Uint8Array },
): Promise<string> {
  const { bucket, endpoint, region, key_id: keyId, app_key: appKey } = connection;
  const { fileName, contentType, bytes } = file;
  const key = posix.join(connection.folder ?? "", folder, fileName).replace(/^\/+/, "");
  const settings = { bucket, endpoint, region, keyId, appKey, timeoutMs: TIMEOUT_MS, cacheBytes: 0 };
  const opened = new Bucket(settings);
  try {
    await opened.put(key, bytes, { sizeBytes: bytes.length, sha256: sha256HexOf(bytes), contentType });
    return `s3://${bucket}/${key}`;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const { words, isTemporary } = WORDS[error.fault];
    throw new SendError(`The bucket ${bucket} ${words}.`, isTemporary);
  } finally {
    await opened.close();
  }
}
