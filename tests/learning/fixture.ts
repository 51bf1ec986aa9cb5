import { readFileSync } from "node:fs";
import { columnMoments } from "../../src/learning/column-moments";
import { type Matrix, matrix, takeColumns } from "../../src/learning/matrix";

// What is in the fixtures and where it is from: fixtures/make-fixtures.py.
const FOLDER = new URL("./fixtures/", import.meta.url);

/** A `.csv.gz` fixture of numbers, without its header. */
export function readTable(name: string): Matrix {
  const text = new TextDecoder().decode(Bun.gunzipSync(readFileSync(new URL(`${name}.csv.gz`, FOLDER))));
  const rows = text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
  return matrix(rows.length, rows[0]!.length, Float64Array.from(rows.flat()));
}

/** A `.json` fixture. */
export function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8")) as T;
}

/** One column of a matrix. */
export function column(x: Matrix, j: number): Float64Array {
  return takeColumns(x, [j]).data;
}

/** Columns of log(1 + x), then to mean 0 and population standard deviation 1, by the shortest way. */
export function zLog1p(x: Matrix): Matrix {
  const logs = matrix(x.rows, x.columns, x.data.map(Math.log1p));
  const { means, deviations } = columnMoments(logs);
  const d = x.columns;
  return matrix(
    x.rows,
    d,
    logs.data.map((value, i) => (value - means[i % d]!) / deviations[i % d]!),
  );
}

/** The largest difference between two arrays of the same length, relative to max(1, |second|). */
export function farthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length)
    throw new Error(`${actual.length} values, not ${expected.length} as expected`);
  let most = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    most = Math.max(most, difference);
  }
  return most;
}
