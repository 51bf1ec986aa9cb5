const SPACE = 0x20;

/**
 * Copies `bytes[start, end)` to `out`, with no-break, thin and other special blanks as spaces and without invisible
 * marks (UTF-8, and 0xA0 of single-byte texts). Returns the length; −1 if there are none or `out` is too short.
 */
export function withPlainBlanks(bytes: Uint8Array, start: number, end: number, out: Uint8Array): number {
  if (end - start > out.length) return -1;
  let length = 0;
  let found = false;
  let i = start;
  while (i < end) {
    const byte = bytes[i]!;
    const size = byte < 0x80 ? 1 : specialSize(bytes, i, end);
    if (byte < 0x80 || size === 0) {
      out[length++] = byte;
      i++;
      continue;
    }
    found = true;
    if (!isInvisible(bytes, i, size)) out[length++] = SPACE;
    i += size;
  }
  return found ? length : -1;
}

/** Bytes of the special blank or mark at `i`; 0 if there is none. */
function specialSize(bytes: Uint8Array, i: number, end: number): number {
  const byte = bytes[i]!;
  const next = i + 1 < end ? bytes[i + 1]! : 0;
  if (byte === 0xa0) return next < 0x80 && (i === 0 || bytes[i - 1]! < 0x80) ? 1 : 0;
  if (byte === 0xc2) return next === 0xa0 ? 2 : 0;
  const last = i + 2 < end ? bytes[i + 2]! : 0;
  // U+2000 to U+200F, U+202A to U+202F; U+3000; U+FEFF.
  if (byte === 0xe2 && next === 0x80) return last <= 0x8f || (last >= 0xaa && last <= 0xaf) ? 3 : 0;
  if (byte === 0xe3) return next === 0x80 && last === 0x80 ? 3 : 0;
  return byte === 0xef && next === 0xbb && last === 0xbf ? 3 : 0;
}

/** Whether the special character at `i` has no width: U+200B to U+200F, U+202A to U+202E, U+FEFF. */
function isInvisible(bytes: Uint8Array, i: number, size: number): boolean {
  if (size < 3 || bytes[i] === 0xe3) return false;
  const last = bytes[i + 2]!;
  return bytes[i] === 0xef || (last >= 0x8b && last !== 0xaf);
}
