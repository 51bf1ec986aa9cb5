import { expect, test } from "bun:test";
import { Random } from "../../src/learning/random";
import { bytesOfColumn, NarrowColumns, scales } from "../../src/transactions/spill/narrow-column";

const count = 1000;
const random = new Random(5);
const values = (of: (u: number) => number) =>
  Float64Array.from({ length: count }, () => of(random.uniform()));
const minute = Date.UTC(2011, 5, 1);
const odd = [-0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324, 0.1 + 0.2, 2 ** 53, -(2 ** 60), 1e12 + 0.01];

test.each([
  ["minutes", scales.moments, values((u) => minute + 60_000 * Math.floor(500_000 * u)), 4],
  ["minutes of a day", scales.moments, values((u) => minute + 60_000 * Math.floor(1440 * u)), 2],
  ["seconds", scales.moments, values((u) => minute + 1000 * Math.floor(50_000 * u)), 2],
  ["milliseconds", scales.moments, values((u) => minute + Math.floor(1e6 * u)), 8],
  ["before 1970", scales.moments, values((u) => -minute + 60_000 * Math.floor(99 * u)), 1],
  ["one moment", scales.moments, values(() => minute), 0],
  ["units", scales.wholes, values((u) => 1 + Math.floor(12 * u)), 1],
  ["returned units", scales.wholes, values((u) => -1 - Math.floor(300 * u)), 2],
  ["parts of units", scales.wholes, values((u) => Math.floor(300 * u) / 4), 8],
  ["prices", scales.cents, values((u) => Math.round(90_000 * u) / 100), 4],
  ["prices of four places", scales.cents, values((u) => Math.round(9e6 * u) / 10_000), 4],
  ["thirds", scales.cents, values((u) => Math.round(900 * u) / 3), 8],
  ...odd.map(
    (value) => [`${value} among prices`, scales.cents, values((u) => (u < 0.1 ? value : 1.5)), 8] as const,
  ),
] as const)("numbers come back to the bit: %s", (_, allowed, column, width) => {
  const narrow = new NarrowColumns(count);
  const buffer = new ArrayBuffer(8 * count);
  const stored = narrow.writeNumbers(column, buffer, 0, allowed);
  expect(stored.width as number).toBe(width);
  const back = new Float64Array(count);
  narrow.readNumbers(stored, buffer, 0, back);
  expect(new BigInt64Array(back.buffer)).toEqual(new BigInt64Array(column.buffer));
});

test.each([
  [0, [7, 7, 7]],
  [1, [-1, 254, 3]],
  [2, [-1, 255, 3]],
  [4, [-1, 2 ** 31 - 1, 65_536]],
  [4, [-(2 ** 31), 2 ** 31 - 1, 0]],
])("ids come back, in %d bytes each", (width, ids) => {
  const narrow = new NarrowColumns(3);
  const buffer = new ArrayBuffer(64);
  const stored = narrow.writeIds(Int32Array.from(ids), buffer, 8);
  expect(stored.width as number).toBe(width);
  expect(bytesOfColumn(stored, 3) % 8).toBe(0);
  const back = new Int32Array(3);
  narrow.readIds(stored, buffer, 8, back);
  expect([...back]).toEqual(ids);
});
