import { describe, expect, test } from "bun:test";
import { leadingRows, rankedRows } from "../../src/answers/ranked-rows";
import { Random } from "../../src/learning/random";

describe("ranked rows", () => {
  test("are those that a full sort puts there, for every page and both ways, with many ties and missing values", () => {
    const random = new Random(7);
    const key = Float64Array.from({ length: 503 }, () => {
      const value = Math.floor(random.uniform() * 40);
      return value === 0 ? NaN : value;
    });
    const rows = Int32Array.from({ length: 400 }, (_, i) => i + 50);
    for (const isFalling of [false, true]) {
      const sorted = [...rows].sort((a, b) => {
        const [x, y] = [key[a]!, key[b]!];
        if (Number.isNaN(x) || Number.isNaN(y))
          return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
        return (isFalling ? y - x : x - y) || a - b;
      });
      for (let from = 0; from < 420; from += 50)
        expect([...rankedRows(rows, key, isFalling, from, from + 50)]).toEqual(sorted.slice(from, from + 50));
      for (const count of [0, 1, 57, 399, 400, 500])
        expect([...leadingRows(rows, key, isFalling, count)]).toEqual(
          sorted.slice(0, count).sort((a, b) => a - b),
        );
    }
  });

  test("of a table with one value are in the order of the rows", () => {
    const rows = Int32Array.from({ length: 1000 }, (_, i) => i);
    expect([...rankedRows(rows, new Float64Array(1000), true, 500, 503)]).toEqual([500, 501, 502]);
  });

  test("behind the last page are none", () => {
    expect(rankedRows(Int32Array.of(1, 2), [0, 1, 2], false, 50, 100)).toEqual(new Int32Array(0));
  });
});
