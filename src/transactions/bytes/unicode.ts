/** An encoding that the first bytes of a text give away, and the length of its byte order mark. */
interface UnicodeSignature {
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be";
  readonly markBytes: number;
}

/**
 * The Unicode encoding of a text by its byte order mark, or, for UTF-16 without one, by the zero bytes that every
 * other byte of mostly Latin text is. Null where the bytes give nothing away.
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

/** The chunks as UTF-8 (or the single-byte text they are), less the byte order mark. */
export async function* withoutSignature(
  chunks: AsyncIterable<Uint8Array>,
  signature: UnicodeSignature | null,
): AsyncGenerator<Uint8Array> {
  let toSkip = signature?.markBytes ?? 0;
  const decoder =
    signature === null || signature.encoding === "utf-8" ? null : new TextDecoder(signature.encoding);
  for await (const chunk of chunks) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    const rest = chunk.subarray(skipped);
    if (decoder === null) yield rest;
    else yield Buffer.from(decoder.decode(rest, { stream: true }));
  }
  if (decoder !== null) yield Buffer.from(decoder.decode());
}
