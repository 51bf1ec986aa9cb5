import { describe, expect, test } from "bun:test";
import { assignAtLeastCost } from "../../../src/learning/assignment";
import { Random } from "../../../src/learning/random";

/** The least cost over all ways to give each row a column of its own. */
function leastCost(cost: ArrayLike<number>, rows: number, columns: number): number {
  const taken = new Set<number>();
  const from = (row: number): number => {
    if (row === rows) return 0;
    let least = Infinity;
    for (let column = 0; column < columns; column++) {
      if (taken.has(column)) continue;
      taken.add(column);
      least = Math.min(least, cost[row * columns + column]! + from(row + 1));
      taken.delete(column);
    }
    return least;
  };
  return from(0);
}

const SHAPES: [rows: number, columns: number][] = [];
for (let columns = 1; columns <= 6; columns++) {
  for (let rows = 1; rows <= columns; rows++) SHAPES.push([rows, columns]);
}

describe("assignment at least cost", () => {
  test.each(SHAPES)(
    "%i rows and %i columns cost what the best of all permutations costs",
    (rows, columns) => {
      const random = new Random(100 * rows + columns);
      for (let round = 0; round < 20; round++) {
        // Whole numbers make ties; negative ones are allowed.
        const cost = Float64Array.from({ length: rows * columns }, () => random.integer(9) - 3);
        const pairs = assignAtLeastCost(cost, rows, columns);
        expect(new Set(pairs).size).toBe(rows);
        const total = pairs.reduce((sum, column, row) => sum + cost[row * columns + column]!, 0);
        expect(total).toBe(leastCost(cost, rows, columns));
      }
    },
  );

  test("does not take each row's own best where that costs the others more", () => {
    // Greedy: 1 + 100. Best: 2 + 3.
    expect([...assignAtLeastCost([1, 2, 3, 100], 2, 2)]).toEqual([1, 0]);
  });

  test("no rows need no columns", () => {
    expect([...assignAtLeastCost([], 0, 3)]).toEqual([]);
  });

  test("more rows than columns, or more columns than it was made for, are refused", () => {
    expect(() => assignAtLeastCost([1, 2], 2, 1)).toThrow(RangeError);
    expect(() => assignAtLeastCost(new Float64Array(21), 1, 21)).toThrow(RangeError);
  });
});
