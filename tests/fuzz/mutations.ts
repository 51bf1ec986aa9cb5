import type { Random } from "../../src/learning/random";

/** Bytes that mean something to one of the formats, or to none. */
const tokens: readonly string[] = [
  '"',
  '""',
  ",",
  ";",
  "\t",
  "\r",
  "\n",
  "\0",
  "\uFEFF",
  "sep=;\n",
  '","',
  ",".repeat(3000),
  "9".repeat(400),
  "-1e308",
  "\u2028é日",
  "{",
  "}",
  "[",
  "]",
  '{"a":[{"b":1}]}',
  "\\",
  "\\ud800",
  "[".repeat(20_000),
  '{"a":'.repeat(5000),
  "<row>",
  '<row r="2147483647">',
  '<row r="-1">',
  '<c r="ZZZZZ1"><v>1</v></c>',
  '<c t="s"><v>99999999</v></c>',
  '<c t="s"><v>-1</v></c>',
  "</row>",
  "</sheetData>",
  "<![CDATA[",
  "<!--",
  "&#x0;&#x110000;&unknown;",
  '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>&c;',
  "<x>".repeat(20_000),
  `<x a="${"y".repeat(50_000)}">`,
];

const encoder = new TextEncoder();
const tokenBytes = tokens.map((token) => encoder.encode(token));

/** A copy of `bytes` with one fault or up to four; the same draws give the same faults. */
export function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let out: Uint8Array = Uint8Array.from(bytes);
  const faults = random.integer(2) === 0 ? 1 : 1 + random.integer(4);
  for (let i = 0; i < faults; i++) out = fault(out, random);
  return out;
}

/** A copy with one byte below `end` replaced. */
export function withOneByteChanged(bytes: Uint8Array, end: number, random: Random): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[random.integer(end)]! ^= 1 + random.integer(255);
  return copy;
}

function fault(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.integer(bytes.length + 1);
  const length = random.integer(Math.min(64, bytes.length) + 1);
  const part = bytes.subarray(at, at + length);
  switch (random.integer(8)) {
    case 0:
      if (at < bytes.length) bytes[at]! ^= 1 << random.integer(8);
      return bytes;
    case 1:
      if (at < bytes.length) bytes[at] = [0, 0xff, 0x7f, 0x80, random.integer(256)][random.integer(5)]!;
      return bytes;
    case 2:
      return bytes.slice(0, at);
    case 3:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 4:
      return joined(bytes.subarray(0, at), part, part, bytes.subarray(at));
    case 5: {
      const to = random.integer(bytes.length + 1);
      return joined(bytes.subarray(0, to), part, bytes.subarray(to));
    }
    case 6:
      // Sizes and offsets of binary formats stand in four bytes.
      for (let i = at; i < Math.min(at + 4, bytes.length); i++) bytes[i] = random.integer(256);
      return bytes;
    default:
      return joined(
        bytes.subarray(0, at),
        tokenBytes[random.integer(tokenBytes.length)]!,
        bytes.subarray(at),
      );
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
