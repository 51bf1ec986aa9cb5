/** What `TextDecoder` does, as far as a reader of a stream needs it. */
export interface Decoder {
  decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string;
}

/** An encoding recognised from the first bytes of a text, and the length of its byte order mark. */
interface UnicodeSignature {
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be";
  readonly markBytes: number;
}

/**
 * The Unicode encoding of a text, from its byte order mark. UTF-16 without a mark is recognised by its zero bytes:
 * every other byte of mostly Latin text is zero. Null if the bytes do not tell.
 */
export function unicodeSignature(sample: Uint8Array): UnicodeSignature | null {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf)
    return { encoding: "utf-8", markBytes: 3 };
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: "utf-16le", markBytes: 2 };
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: "utf-16be", markBytes: 2 };
  const pairs = Math.min(sample.length, 4096) >> 1;
  if (pairs < 2) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < pairs; i++) {
    if (sample[2 * i] === 0) evenZeros++;
    if (sample[2 * i + 1] === 0) oddZeros++;
  }
  if (oddZeros > 0.4 * pairs && evenZeros < 0.05 * pairs) return { encoding: "utf-16le", markBytes: 0 };
  if (evenZeros > 0.4 * pairs && oddZeros < 0.05 * pairs) return { encoding: "utf-16be", markBytes: 0 };
  return null;
}

/** The chunks as UTF-8 (or as the single-byte text they are), without the byte order mark. */
export async function* withoutSignature(
  chunks: AsyncIterable<Uint8Array>,
  signature: UnicodeSignature | null,
): AsyncGenerator<Uint8Array> {
  const decoder =
    signature === null || signature.encoding === "utf-8" ? null : new TextDecoder(signature.encoding);
  yield* asUtf8(chunks, decoder, signature?.markBytes ?? 0);
}

/** The chunks as UTF-8, without the first `toSkip` bytes. Without a `decoder` they stay as they are. */
export async function* asUtf8(
  chunks: AsyncIterable<Uint8Array>,
  decoder: Decoder | null,
  toSkip: number,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    const rest = chunk.subarray(skipped);
    if (decoder === null) yield rest;
    else yield Buffer.from(decoder.decode(rest, { stream: true }));
  }
  if (decoder !== null) yield Buffer.from(decoder.decode());
}
