import { expect, test } from "bun:test";
import { sampleColumns, sampleRows } from "../../../src/learning/boosting/sampling";
import { Random } from "../../../src/learning/random";

/** Draws in blocks that begin at `starts`; the last of them is the number of rows. */
function drawRows(share: number, seed: number, starts: Int32Array) {
  const order = new Int32Array(starts.at(-1)!);
  const drawn = new Int32Array(starts.length - 1);
  sampleRows(share, new Random(seed), starts, order, drawn, new Int32Array(order.length));
  return { order, drawn };
}

test("row sampling parts the rows of each block into the drawn and the others, both rising", () => {
  const starts = Int32Array.of(0, 2000, 5000);
  const { order, drawn } = drawRows(0.3, 1, starts);
  expect(new Set(order).size).toBe(5000);
  for (const [block, count] of drawn.entries()) {
    const [start, end] = [starts[block]!, starts[block + 1]!];
    expect(Math.abs(count / (end - start) - 0.3)).toBeLessThan(0.05); // 4.6 standard errors of the smaller block
    for (const part of [order.subarray(start, start + count), order.subarray(start + count, end)]) {
      expect(part.every((row) => row >= start && row < end)).toBe(true);
      for (let i = 1; i < part.length; i++) expect(part[i]).toBeGreaterThan(part[i - 1]!);
    }
  }
});

test("the same rows are drawn whatever the blocks", () => {
  const rowsOf = (starts: Int32Array) => {
    const { order, drawn } = drawRows(0.3, 1, starts);
    return Array.from(drawn).flatMap((count, b) =>
      Array.from(order.subarray(starts[b]!, starts[b]! + count)),
    );
  };
  expect(rowsOf(Int32Array.of(0, 70, 140, 200))).toEqual(rowsOf(Int32Array.of(0, 200)));
});

test("row sampling draws one row where chance draws none", () => {
  for (const starts of [Int32Array.of(0, 3), Int32Array.of(0, 2, 3)]) {
    const chosen = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const { order, drawn } = drawRows(1e-9, seed, starts);
      expect(drawn.reduce((sum, count) => sum + count)).toBe(1);
      expect(Array.from(order.toSorted())).toEqual([0, 1, 2]);
      const block = drawn.indexOf(1);
      chosen.add(order[starts[block]!]!);
      expect(order.subarray(starts[block]! + 1, starts[block + 1])).toEqual(
        order.slice(starts[block]! + 1, starts[block + 1]).sort(),
      );
    }
    expect(chosen.size).toBe(3);
  }
});

test("column sampling draws each column equally often, without repetition, rising", () => {
  const random = new Random(3);
  const counts = new Int32Array(6);
  const columns = new Int32Array(2);
  for (let draw = 0; draw < 6000; draw++) {
    sampleColumns(6, random, columns);
    expect(columns[0]).toBeLessThan(columns[1]!);
    for (const column of columns) counts[column]!++;
  }
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(170); // 4.6 standard errors
});
