import { expect } from "bun:test";

/** Expects each value within `tolerance`, relative, of the one at its place. */
export function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    const error = Math.abs(value / expected[i]! - 1);
    if (!(error <= tolerance))
      throw new Error(`${value} is ${error} off ${expected[i]}, not within ${tolerance}`);
  });
}

export function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Mean absolute error. */
export function mae(actual: Float64Array, expected: Float64Array): number {
  return sum(actual.map((value, i) => Math.abs(value - expected[i]!))) / actual.length;
}
