import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";

const CHUNK_BYTES = 1 << 18;
/** Others have a turn after so many chunks. */
const CHUNKS_A_TURN = 8;

/**
 * The bytes of a file in chunks of 256 KiB, hashed on the way. Each chunk is a fresh buffer, so a consumer (the
 * unpacker runs on another thread) may keep it, unless `isReused` is set: then all lie in the same. `start`: the first byte to read. `onChunk` is called before each chunk and may throw to stop.
 */
export class FileChunks {
  readonly #hasher = new Bun.CryptoHasher("sha256");
  #digest: string | null = null;
  sizeBytes = 0;
  readBytes: number;
  isReused = false;

  constructor(
    readonly path: string,
    readonly onChunk: (readBytes: number, sizeBytes: number) => void = () => {},
    readonly start = 0,
  ) {
    this.readBytes = start;
  }

  /** Hexadecimal SHA-256 of the bytes on disk; complete once all chunks are read. */
  sha256(): string {
    this.#digest ??= this.#hasher.digest("hex");
    return this.#digest;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    // Asking another thread for each chunk takes longer than reading it.
    const file = openSync(this.path, "r");
    try {
      this.sizeBytes = fstatSync(file).size;
      let buffer: Buffer | null = null;
      for (let chunks = 1; ; chunks++) {
        this.onChunk(this.readBytes, this.sizeBytes);
        if (buffer === null || !this.isReused) buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
        const bytesRead = readSync(file, buffer, 0, CHUNK_BYTES, this.readBytes);
        if (bytesRead === 0) return;
        this.readBytes += bytesRead;
        const chunk = buffer.subarray(0, bytesRead);
        this.#hasher.update(chunk);
        yield chunk;
        if (chunks % CHUNKS_A_TURN === 0) await new Promise(setImmediate);
      }
    } finally {
      closeSync(file);
    }
  }
}

/** Hexadecimal SHA-256 of a file, for formats that are read out of order. */
export async function sha256OfFile(path: string): Promise<string> {
  const chunks = new FileChunks(path);
  for await (const _ of chunks) {
    // We only need the digest.
  }
  return chunks.sha256();
}

/** The first `length` bytes of a file (fewer if it is shorter) and the file's size. */
export async function fileHead(
  path: string,
  length: number,
): Promise<{ bytes: Uint8Array; sizeBytes: number }> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const buffer = new Uint8Array(Math.min(length, size));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { bytes: buffer.subarray(0, filled), sizeBytes: size };
  } finally {
    await handle.close();
  }
}
