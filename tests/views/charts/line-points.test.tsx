import { expect, test } from "bun:test";
import { spread } from "../../../views/charts/end-labels";
import { heightAt } from "../../../views/charts/line-points";

test("between two points of a line its height is on the straight line, and outside it is not known", () => {
  const line = { x: [0, 10, 30], y: [0, 1, 5] };
  expect([-1, 0, 5, 10, 20, 30, 31].map((x) => heightAt(line, x))).toEqual([NaN, 0, 0.5, 1, 3, 5, NaN]);
  expect(heightAt({ x: [], y: [] }, 0)).toBeNaN();
});

test("names at the ends of lines keep apart and stay within the plot", () => {
  const placed = spread([10, 12, 200, 198], 18, 0, 200);
  const sorted = placed.toSorted((a, b) => a - b);
  expect(sorted.every((y, i) => i === 0 || y - sorted[i - 1]! >= 18)).toBe(true);
  expect(sorted[0]).toBeGreaterThanOrEqual(0);
  expect(sorted.at(-1)).toBeLessThanOrEqual(200);
  // Their order is that of the lines.
  expect(placed[0]!).toBeLessThan(placed[1]!);
  expect(placed[3]!).toBeLessThan(placed[2]!);
});
