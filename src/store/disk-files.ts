import { createHash } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";

const READ_BYTES = 2 ** 20;

/**
 * Writes the chunks of `source` into the new file `path`, flushed. Returns how many bytes they are and their SHA-256 in
 * hex.
 */
export async function writeFlushed(
  path: string,
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(path, "wx");
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      // writeFile, unlike write, goes on until the whole chunk is written.
      await file.writeFile(chunk);
      sizeBytes += chunk.byteLength;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** Size in bytes and SHA-256 in hex of a file. */
export async function fileHash(path: string): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    hash.update(chunk as Uint8Array);
    sizeBytes += (chunk as Uint8Array).byteLength;
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** Size in bytes. Null for what is not there or is no plain file. */
export async function fileSize(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** What is in a folder; nothing where it is not there. */
export async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}
