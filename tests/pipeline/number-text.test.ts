import { expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { putSingle, putWhole } from "../../src/pipeline/number-text";

const bytes = new Uint8Array(24);

function text(value: number, put: typeof putWhole): string | null {
  const end = put(value, bytes, 0);
  return end < 0 ? null : Buffer.from(bytes.subarray(0, end)).toString();
}

// Source: JavaScript's own texts.
test("whole numbers are written as String writes them", () => {
  const edges = [0, -0, 7, -12, 999_999, 1_000_000, 1_000_001, 123_456_789, 2 ** 31 - 1, 1 - 2 ** 31];
  for (const value of edges) expect(text(value, putWhole)).toBe(String(value));
  for (const value of [0.5, NaN, Infinity, 2 ** 31, -(2 ** 31)]) expect(text(value, putWhole)).toBeNull();
});

test("what was 12.34 before it was rounded to float32 is 12.34 again", () => {
  const decimals = ["12.34", "-7.25", "0.1", "0.33333334", "99999.99", "0.00012345", "1234567.1", "104.06"];
  for (const decimal of decimals) expect(text(Math.fround(Number(decimal)), putSingle)).toBe(decimal);
});

test("a text has the fewest decimals that round to the number again", () => {
  const random = new Random(5);
  const drawn = new Float32Array(1);
  const bits = new Uint32Array(drawn.buffer);
  let written = 0;
  for (let i = 0; i < 100_000; i++) {
    bits[0] = Math.floor(random.uniform() * 2 ** 32);
    const [value] = drawn as unknown as [number];
    const digits = text(value, putSingle);
    if (digits === null) {
      const isEveryday = Math.abs(value) >= 1e-4 && Math.abs(value) < 1e9;
      expect(isEveryday && !Number.isInteger(value)).toBe(false);
      continue;
    }
    written++;
    expect(Math.fround(Number(digits))).toBe(value);
    const decimals = digits.length - 1 - digits.indexOf(".");
    if (decimals > 1) expect(Math.fround(Number(value.toFixed(decimals - 1)))).not.toBe(value);
  }
  expect(written).toBeGreaterThan(10_000);
});
