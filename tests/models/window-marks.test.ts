import { expect, test } from "bun:test";
import { matrix } from "../../src/learning/matrix";
import { withWindowMarks } from "../../src/models/window-marks";

const columns = matrix(4, 3, Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));

test("each window but the newest gets a mark of 10, newest first, behind the columns that are used", () => {
  const { data, ...shape } = withWindowMarks(columns, [2, 0], Float64Array.of(50, 70, 60, 50));
  expect(shape).toMatchObject({ rows: 4, columns: 4 });
  expect([...data]).toEqual([
    ...[3, 1, 0, 10], // 50, the oldest
    ...[6, 4, 0, 0], // 70, the newest: no mark
    ...[9, 7, 10, 0], // 60
    ...[12, 10, 0, 10],
  ]);
});

test("one window has no marks, and no rows have none either", () => {
  const one = withWindowMarks(columns, [1], new Float64Array(4).fill(9));
  expect([...one.data]).toEqual([2, 5, 8, 11]);
  expect(withWindowMarks(matrix(0, 3), [0, 1], new Float64Array(0))).toMatchObject({ rows: 0, columns: 2 });
});
