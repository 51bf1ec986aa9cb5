import { createGunzip } from "node:zlib";
import { InputError } from "../../errors";
import type { ReadLimits } from "../limits";

/** The compressed stream broke off early; what came before may be fine. */
export class BrokenArchiveError extends InputError {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/**
 * Unpacks a gzip stream (also of several members) chunk by chunk on zlib's own thread. Throws BrokenArchiveError if the
 * stream is cut short or damaged, InputError if it unpacks to more than the limits allow.
 */
export async function* gunzip(
  packed: AsyncIterable<Uint8Array>,
  limits: Pick<ReadLimits, "maxUnpackedBytes" | "maxUnpackRatio" | "unpackGraceBytes">,
): AsyncGenerator<Uint8Array> {
  const unpacker = createGunzip({ chunkSize: 1 << 18 });
  let bytesIn = 0;
  let bytesOut = 0;
  let failure: unknown = null;
  let ended = false;
  const feeding = (async () => {
    try {
      for await (const chunk of packed) {
        // Bytes after the last member are not text, but they count in the file's digest.
        if (ended) continue;
        if (unpacker.destroyed) return;
        bytesIn += chunk.length;
        if (!unpacker.write(chunk)) await drained(unpacker);
      }
      unpacker.end();
    } catch (error) {
      failure = error;
      unpacker.destroy(error as Error);
    }
  })();
  try {
    for await (const chunk of unpacker as AsyncIterable<Uint8Array>) {
      bytesOut += chunk.length;
      checkUnpacked(bytesIn, bytesOut, limits);
      yield chunk;
    }
    ended = true;
  } catch (error) {
    if (failure) throw failure;
    const code = (error as { code?: unknown }).code;
    if (code === "Z_BUF_ERROR") throw new BrokenArchiveError("the compressed file is cut short");
    if (typeof code === "string" && code.startsWith("Z_"))
      throw new BrokenArchiveError(`the compressed file is damaged (${(error as Error).message})`);
    throw error;
  } finally {
    unpacker.destroy();
    await feeding;
  }
}

/** Throws InputError once an archive has unpacked to more than it can plausibly hold (a "zip bomb"). */
export function checkUnpacked(
  bytesIn: number,
  bytesOut: number,
  limits: Pick<ReadLimits, "maxUnpackedBytes" | "maxUnpackRatio" | "unpackGraceBytes">,
): void {
  if (bytesOut > limits.maxUnpackedBytes)
    throw new InputError(
      `The file unpacks to more than the limit of ${limits.maxUnpackedBytes} bytes. Split it and try again.`,
    );
  if (bytesOut > limits.unpackGraceBytes && bytesOut > bytesIn * limits.maxUnpackRatio)
    throw new InputError(
      `The file unpacks to more than ${limits.maxUnpackRatio} times its size (${bytesOut} bytes from ${bytesIn}); ` +
        "that looks like an attack. If the file is genuine, upload it uncompressed.",
    );
}

/** Resolves when more may be written, or when the stream is gone. */
function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done);
      stream.off("close", done);
      stream.off("error", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
    stream.on("error", done);
  });
}
