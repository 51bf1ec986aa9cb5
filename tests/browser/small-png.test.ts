import { expect, test } from "bun:test";
import { deflateSync } from "node:zlib";
import { smallPng } from "./small-png";

/**
 * A PNG of 2 × 2 pixels as Chromium writes them: red, green; blue, red. The second row is filtered by the one above
 * (type 2).
 */
function file(): Uint8Array {
  const chunk = (kind: string, data: readonly number[]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(kind, "latin1"), Buffer.from(data), Buffer.alloc(4)]);
  };
  const rows = [0, 255, 0, 0, 0, 255, 0, 2, 1, 0, 255, 255, 1, 0];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", [0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]),
    chunk("IDAT", [...deflateSync(Uint8Array.from(rows))]),
    chunk("IEND", []),
  ]);
}

test("a picture of few colours keeps each of them", () => {
  const small = Buffer.from(smallPng(file(), 1000));
  const at = small.indexOf("PLTE");
  const palette = [...small.subarray(at + 4, at + 4 + small.readUInt32BE(at - 4))];
  const colors = Array.from({ length: palette.length / 3 }, (_, i) => palette.slice(3 * i, 3 * i + 3).join());
  // Row 1: (255,0,0) (0,255,0). Row 2: (255+1, 0+0, 0+255) = (0,0,255), (0+255, 255+1, 0+0) = (255,0,0).
  expect(colors.sort()).toEqual(["0,0,255", "0,255,0", "255,0,0"]);
  // IHDR: 2 × 2, 8 bits an index, a palette.
  expect([...small.subarray(16, 29)]).toEqual([0, 0, 0, 2, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
});
