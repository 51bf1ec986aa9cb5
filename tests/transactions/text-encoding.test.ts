import { expect, test } from "bun:test";
import { textEncoding } from "../../src/transactions/bytes/text-decoding";

/** Bytes at the borders of what RFC 3629 allows in each place. */
const borders = [
  0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
];
const bytes = [...borders, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff];

test("a value is UTF-8 where the platform's own decoder takes it", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const isTaken = (value: Uint8Array) => {
    try {
      decoder.decode(value);
      return true;
    } catch {
      return false;
    }
  };
  const wrong: number[][] = [];
  const check = (...value: number[]) => {
    const text = Uint8Array.from(value);
    const said = textEncoding(text, 0, text.length);
    if ((said === "ascii" || said === "utf-8") !== isTaken(text)) wrong.push(value);
  };
  for (const a of bytes) {
    check(a);
    for (const b of bytes) {
      check(a, b);
      for (const c of bytes) {
        check(a, b, c);
        for (const d of bytes) check(a, b, c, d);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test("a value ends where it ends, whatever stands behind it", () => {
  const text = new TextEncoder().encode("Zoë é");
  expect(textEncoding(text, 0, text.length)).toBe("utf-8");
  expect(textEncoding(text, 0, text.length - 1)).toBe("latin-1");
  expect(textEncoding(text, 0, 2)).toBe("ascii");
});
