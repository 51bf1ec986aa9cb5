const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder("windows-1252");

/** What the bytes of a text say about its encoding. */
type TextEncoding = "ascii" | "utf-8" | "latin-1" | "windows-1252";

/** Whether no byte of `bytes[start, end)` is above 127. */
export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! > 127) return false;
  return true;
}

/**
 * The encoding of one value: valid UTF-8 is UTF-8; anything else is a single-byte text, windows-1252 if it uses the
 * bytes 0x80 to 0x9F (control characters in latin-1) and latin-1, of which windows-1252 is a superset, if not.
 */
export function textEncoding(bytes: Uint8Array, start: number, end: number): TextEncoding {
  if (isAscii(bytes, start, end)) return "ascii";
  if (isUtf8(bytes, start, end)) return "utf-8";
  for (let i = start; i < end; i++) if (bytes[i]! >= 0x80 && bytes[i]! <= 0x9f) return "windows-1252";
  return "latin-1";
}

/** Whether `bytes[start, end)` are valid UTF-8 (RFC 3629, section 4). A `TextDecoder` would allocate a string. */
function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let i = start;
  while (i < end) {
    const lead = bytes[i++]!;
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    const last = i + (lead < 0xe0 ? 0 : lead < 0xf0 ? 1 : 2);
    if (last >= end) return false;
    // Overlong forms, halves of surrogate pairs and code points beyond U+10FFFF are invalid.
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (bytes[i]! < least || bytes[i]! > most) return false;
    for (i++; i <= last; i++) if ((bytes[i]! & 0xc0) !== 0x80) return false;
  }
  return true;
}

/** The text of `bytes[start, end)`: UTF-8 where it is valid, else windows-1252. Never throws. */
export function decodeText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const part = bytes.subarray(start, end);
  if (isAscii(bytes, start, end))
    return Buffer.from(part.buffer, part.byteOffset, part.length).toString("latin1");
  try {
    return utf8.decode(part);
  } catch {
    return windows1252.decode(part);
  }
}

/** Counts the encodings of a file's values. */
export class EncodingTally {
  #utf8 = 0;
  #latin1 = 0;
  #windows1252 = 0;

  /** Counts the value `bytes[start, end)`; pure ASCII proves nothing. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const encoding = textEncoding(bytes, start, end);
    if (encoding === "utf-8") this.#utf8++;
    else if (encoding === "latin-1") this.#latin1++;
    else if (encoding === "windows-1252") this.#windows1252++;
  }

  /** Adds what was counted elsewhere. */
  addCounts(utf8: number, latin1: number, windows1252: number): void {
    this.#utf8 += utf8;
    this.#latin1 += latin1;
    this.#windows1252 += windows1252;
  }

  /** The name of the encoding; in a mixed file, of the more frequent one. */
  get name(): string {
    if (this.#utf8 >= this.#latin1 + this.#windows1252) return "utf-8";
    return this.#windows1252 > 0 ? "windows-1252" : "latin-1";
  }

  /** A sentence for the report if a file mixes encodings, else null. */
  get note(): string | null {
    const singleByte = this.#latin1 + this.#windows1252;
    if (this.#utf8 === 0 || singleByte === 0) return null;
    return `The file mixes encodings: ${this.#utf8} values are UTF-8 and ${singleByte} are ${
      this.#windows1252 > 0 ? "windows-1252" : "latin-1"
    }; each value was decoded by itself.`;
  }
}
