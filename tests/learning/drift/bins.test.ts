import { describe, expect, test } from "bun:test";
import { countInBins, equalFrequencyBins } from "../../../src/learning/drift";

const counted = (values: Float64Array, count?: number) =>
  Array.from(countInBins(values, equalFrequencyBins(values, count)));

describe("bins of equal frequency", () => {
  test("part a hundred different values into ten tens, and keep a place for missing ones", () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
    const { edges } = equalFrequencyBins(values);
    expect(Array.from(edges)).toEqual([9.5, 19.5, 29.5, 39.5, 49.5, 59.5, 69.5, 79.5, 89.5]);
    expect(counted(values)).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0]);
  });

  test("give the zero of a column of many zeros a bin of its own", () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i < 60 ? 0 : i));
    expect(counted(values)).toEqual([60, 10, 10, 10, 10, 0]);
    expect(equalFrequencyBins(values).edges[0]).toBe(30);
  });

  test("give a common value in the midst a bin of its own", () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i < 5 ? -1 - i : i < 55 ? 0 : i));
    expect(counted(values)).toEqual([5, 50, 10, 10, 10, 10, 5, 0]);
  });

  test("give every value of a column of few values its own bin, however rare", () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i === 0 ? 3 : i < 40 ? 1 : 2));
    expect(counted(values)).toEqual([39, 60, 1, 0]);
  });

  test("put a constant column between a bin below and a bin above", () => {
    const bins = equalFrequencyBins(Float64Array.of(5, 5, 5));
    expect(Array.from(countInBins(Float64Array.of(4, 5, 5, 6, NaN), bins))).toEqual([1, 2, 1, 1]);
  });

  test("count missing values apart, and are one bin where nothing is known", () => {
    expect(counted(Float64Array.of(NaN, 1, 2, NaN))).toEqual([1, 1, 2]);
    const nothing = equalFrequencyBins(Float64Array.of(NaN, NaN));
    expect(Array.from(nothing.edges)).toEqual([]);
    expect(Array.from(countInBins(Float64Array.of(NaN, 7), nothing))).toEqual([1, 1]);
  });

  test("take what lies beyond the reference into the outer bins", () => {
    const bins = equalFrequencyBins(Float64Array.of(1, 2, 3));
    expect(Array.from(countInBins(Float64Array.of(-Infinity, -9, 99, Infinity), bins))).toEqual([2, 0, 2, 0]);
  });

  test("refuse fewer than two", () => {
    expect(() => equalFrequencyBins(Float64Array.of(1), 1)).toThrow(RangeError);
  });
});
