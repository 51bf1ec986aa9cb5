import { describe, expect, test } from "bun:test";
import { adjustedRand } from "../../src/learning/adjusted-rand";
import { exploreClusters } from "../../src/learning/explore-clusters";
import { moveSingleRows } from "../../src/learning/hartigan";
import { EXPLORED_ROWS, kMeans, settled } from "../../src/learning/kmeans";
import { fitByLibrary } from "../../src/learning/library-kmeans";
import { lloyd, nearestCenters } from "../../src/learning/lloyd";
import { type Matrix, matrix, takeRows } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import { farthest, readJson, readTable, zLog1p } from "./fixture";

// Best-known inertias: reference/oracles.json, `uci_online_retail.kmeans_zlog1p_rfm` and `iris_kmeans_global`.
const RETAIL = [6485.680505, 4877.116145, 3962.294015, 3330.159487, 2875.157107, 2573.247497, 2359.772235];
const IRIS = [152.347952, 78.851441, 57.228473, 46.446182, 39.039987];
const retail = zLog1p(readTable("online-retail-rfm"));
const iris = readTable("iris");

/** Gaussian blobs: n rows around k centers `gap` apart on the first axis. */
function blobs(n: number, d: number, k: number, gap: number): Matrix {
  const random = new Random(3);
  const x = matrix(n, d);
  for (let i = 0; i < x.data.length; i++) {
    x.data[i] = random.normal() + (i % d === 0 ? gap * (Math.floor(i / d) % k) : 0);
  }
  return x;
}

/** Rows of `centers` in rising order of their first column. */
function sortedCenters({ data, rows, columns }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, c) => [...data.subarray(c * columns, (c + 1) * columns)]).sort(
    (a, b) => a[0]! - b[0]!,
  );
}

describe("ten starts and the swaps after them", () => {
  test.each(RETAIL.map((inertia, i) => [i + 2, inertia] as const))(
    "find the best-known %i clusters of Online Retail",
    (k, best) => {
      for (const seed of [1, 7, 42]) {
        const fit = kMeans(retail, k, { random: new Random(seed) });
        expect(fit.converged).toBe(true);
        expect(Math.abs(fit.inertia / best - 1)).toBeLessThan(5e-5);
      }
    },
  );

  test.each(IRIS.map((inertia, i) => [i + 2, inertia] as const))(
    "find the best-known %i clusters of Iris",
    (k, best) => {
      for (let seed = 0; seed < 10; seed++) {
        expect(kMeans(iris, k, { random: new Random(seed) }).inertia / best - 1).toBeLessThan(1e-4);
      }
    },
  );

  test("give the sizes and centers of four clusters that are published", () => {
    const fit = kMeans(retail, 4, { random: new Random(42) });
    expect([...fit.sizes].sort((a, b) => a - b)).toEqual([707, 813, 1188, 1630]);
    const published = [
      [-1.27296758, 1.66368389, 1.40505166],
      [-0.83549114, -0.37952224, -0.40251528],
      [0.13025894, 0.33571991, 0.52691448],
      [0.87392316, -0.77699888, -0.79270001],
    ];
    expect(farthest(sortedCenters(fit.centers).flat(), published.flat())).toBeLessThan(1e-8);
  });
});

describe("a clustering", () => {
  const fit = kMeans(retail, 5, { random: new Random(8), nInit: 3 });

  test("gives every row its nearest center, every center the mean of its rows, and adds up", () => {
    const { labels, squared } = nearestCenters(retail, fit.centers);
    expect(fit.labels).toEqual(labels);
    expect(fit.inertia).toBeCloseTo(
      squared.reduce((sum, value) => sum + value, 0),
      8,
    );
    expect(fit.sizes.reduce((sum, size) => sum + size, 0)).toBe(retail.rows);
    const sums = new Float64Array(15);
    labels.forEach((label, i) => {
      for (let j = 0; j < 3; j++) sums[label * 3 + j]! += retail.data[i * 3 + j]! / fit.sizes[label]!;
    });
    expect(farthest(fit.centers.data, sums)).toBeLessThan(1e-12);
  });

  test("is the same for the same seed, bit for bit", () => {
    const again = kMeans(retail, 5, { random: new Random(8), nInit: 3 });
    expect(again).toEqual(fit);
  });

  test("says when the steps ran out", () => {
    const start = retail.data.slice(0, 15);
    expect(lloyd(retail, start, 2, 0)).toMatchObject({ converged: false, iterations: 2 });
    expect(lloyd(retail, start, 500, 0).converged).toBe(true);
  });
});

test("skipping by bounds changes nothing: each run ends where plain Lloyd ends", () => {
  for (let seed = 0; seed < 6; seed++) {
    const k = 2 + seed;
    const start = takeStart(retail, k, seed);
    const bounded = lloyd(retail, start, 500, 0);
    expect(farthest(bounded.centers.data, plainLloyd(retail, start))).toBeLessThan(1e-9);
    expect(bounded.converged).toBe(true);
  }
});

/** k rows drawn at random. */
function takeStart(x: Matrix, k: number, seed: number): Float64Array {
  return takeRows(x, new Random(seed).sample(x.rows, k)).data;
}

function plainLloyd(x: Matrix, start: Float64Array): Float64Array {
  const d = x.columns;
  let centers = start.slice();
  for (let step = 0; step < 500; step++) {
    const { labels } = nearestCenters(x, matrix(start.length / d, d, centers));
    const next = new Float64Array(start.length);
    const sizes = new Float64Array(start.length / d);
    labels.forEach((label, i) => {
      sizes[label]!++;
      for (let j = 0; j < d; j++) next[label * d + j]! += x.data[i * d + j]!;
    });
    for (let i = 0; i < next.length; i++) next[i]! /= sizes[Math.floor(i / d)]!;
    if (next.every((value, i) => value === centers[i])) break;
    centers = next;
  }
  return centers;
}

describe("at the edges", () => {
  test("an empty cluster takes over the farthest row", () => {
    const x = matrix(6, 1, Float64Array.from([0, 1, 2, 3, 4, 100]));
    const fit = lloyd(x, Float64Array.from([2, 1000, 2000]), 100, 0);
    expect([...fit.sizes].every((size) => size > 0)).toBe(true);
    expect(fit.labels[5]).not.toBe(fit.labels[4]);
    expect(fit.converged).toBe(true);
  });

  test("as many clusters as rows leave nothing over", () => {
    const x = blobs(7, 2, 1, 0);
    expect(kMeans(x, 7, { random: new Random(1) }).inertia).toBe(0);
  });

  test("one cluster is the mean, its inertia the total sum of squares", () => {
    expect(kMeans(retail, 1, { random: new Random(1) }).inertia).toBeCloseTo(3 * 4338, 6);
  });

  test("equal rows are clustered without complaint", () => {
    const fit = kMeans(matrix(9, 2, new Float64Array(18).fill(4)), 3, { random: new Random(1) });
    expect(fit.inertia).toBe(0);
    expect(fit.sizes.reduce((sum, size) => sum + size, 0)).toBe(9);
  });

  test("more rows than are explored end at a minimum over all of them", () => {
    const x = blobs(EXPLORED_ROWS + 5000, 2, 4, 8);
    const fit = kMeans(x, 4, { random: new Random(5), nInit: 2, swaps: 2 });
    expect(fit.labels.length).toBe(x.rows);
    expect(fit.labels).toEqual(nearestCenters(x, fit.centers).labels);
    for (const size of fit.sizes) expect(size).toBeCloseTo(x.rows / 4, -2);
  });

  test("what is out of range is refused", () => {
    const random = new Random(1);
    expect(() => kMeans(iris, 0, { random })).toThrow(RangeError);
    expect(() => kMeans(iris, 151, { random })).toThrow("k is 151, not an integer from 1 to the 150 rows");
    expect(() => kMeans(iris, 2, { random, nInit: 0 })).toThrow(RangeError);
    expect(() => kMeans(iris, 2, { random, swaps: -1 })).toThrow(RangeError);
    const holed = matrix(2, 2, Float64Array.from([1, 2, 3, Number.NaN]));
    expect(() => kMeans(holed, 1, { random })).toThrow("row 1, column 1 is NaN");
    expect(() => nearestCenters(iris, matrix(1, 2))).toThrow(RangeError);
  });
});

test("moving single rows never raises the inertia, and leaves a minimum that Lloyd cannot leave", () => {
  for (let seed = 0; seed < 5; seed++) {
    const stuck = lloyd(iris, takeStart(iris, 6, seed), 300, 0);
    const moved = lloyd(iris, moveSingleRows(iris, stuck), 300, 0);
    expect(moved.inertia).toBeLessThanOrEqual(stuck.inertia);
    expect(moved.iterations).toBeLessThanOrEqual(2);
    expect(farthest(moveSingleRows(iris, moved), moved.centers.data)).toBe(0);
  }
});

describe("the final fit by ml-kmeans", () => {
  test("reaches the inertia that was explored, and is taken", () => {
    for (const k of [3, 4, 6]) {
      const explored = kMeans(retail, k, { random: new Random(42) });
      const final = fitByLibrary(retail, explored);
      expect(final).toMatchObject({ madeBy: "ml-kmeans", reason: null, converged: true });
      expect(Math.abs(final.inertia / explored.inertia - 1)).toBeLessThan(1e-9);
      expect(adjustedRand(final.labels, explored.labels)).toBeGreaterThan(0.999);
    }
  });

  test("is not taken where it ends higher, and the reason is told", () => {
    const explored = kMeans(iris, 3, { random: new Random(1) });
    const badStart = {
      ...explored,
      start: matrix(3, 4, Float64Array.from([...iris.data.subarray(0, 8), 99, 99, 99, 99])),
    };
    const final = fitByLibrary(iris, badStart);
    expect(final.madeBy).toBe("own kernel");
    expect(final.reason).toContain("the library");
    expect(final.inertia).toBe(explored.inertia);
    expect(final.libraryInertia).toBeGreaterThan(explored.inertia);
  });
});

describe("exploring numbers of clusters", () => {
  const candidates = exploreClusters(iris, [2, 3, 5], { random: new Random(42) });

  test("gives what speaks for and against each", () => {
    expect(candidates.map(({ k }) => k)).toEqual([2, 3, 5]);
    // Silhouettes of the best 2 and 3 clusters of Iris: scikit-learn 1.9.
    expect(candidates[0]!.silhouette).toBeCloseTo(0.681, 3);
    expect(candidates[1]!.silhouette).toBeCloseTo(0.5528, 4);
    for (const { sizes, smallestShare, stability, stabilitySpread, inertia, fit } of candidates) {
      expect(stabilitySpread).toBeGreaterThanOrEqual(0);
      expect(stability - stabilitySpread).toBeLessThan(1);
      expect(smallestShare).toBe(Math.min(...sizes) / 150);
      expect(stability).toBeLessThanOrEqual(1);
      expect(inertia).toBe(fit.inertia);
    }
    expect(candidates[0]!.stability).toBeGreaterThan(0.95);
    expect(candidates[2]!.stability).toBeLessThan(candidates[0]!.stability);
  });

  test("tells how far the agreement with random halves spreads, and of one half no spread", () => {
    const [one] = exploreClusters(iris, [3], { halves: 1, random: new Random(42) });
    expect(one!.stabilitySpread).toBe(0);
    expect(candidates[2]!.stabilitySpread).toBeGreaterThan(candidates[0]!.stabilitySpread);
  });

  test("finds for a number the same whatever other numbers are asked for", () => {
    const [alone] = exploreClusters(iris, [3], { random: new Random(42) });
    expect(alone).toEqual(candidates[1]!);
  });
});

test.each([
  ["more than usual", EXPLORED_ROWS + 2000, {}],
  ["more than asked for", 3000, { mostRows: 1000 }],
])("of %s, a sample is looked at, and the fit that is chosen settles on all rows", (_, rows, most) => {
  const x = blobs(rows, 2, 4, 8);
  const [four] = exploreClusters(x, [4], { ...most, nInit: 2, swaps: 0, halves: 1, random: new Random(5) });
  const { fit, inertia, sizes, stability } = four!;
  expect(fit.converged).toBe(false);
  expect(fit.labels).toEqual(nearestCenters(x, fit.centers).labels);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(x.rows);
  expect(stability).toBeGreaterThan(0.99);
  const final = settled(x, fit);
  expect(final.converged).toBe(true);
  expect(final.labels).toEqual(nearestCenters(x, final.centers).labels);
  expect(final.inertia).toBeLessThanOrEqual(inertia);
  expect(final.inertia).toBeGreaterThan(0.99 * inertia);
});

describe("the adjusted Rand index", () => {
  test("agrees with scikit-learn on two labelings of Iris", () => {
    const { labelings, adjusted_rand } = readJson<{ labelings: [number[], number[]]; adjusted_rand: number }>(
      "iris-indices",
    );
    const [a, b] = labelings.map((labels) => Int32Array.from(labels)) as [Int32Array, Int32Array];
    expect(adjustedRand(a, b)).toBeCloseTo(adjusted_rand, 12);
  });

  test("is 1 for the same partition under other names, and blind to names", () => {
    expect(adjustedRand(Int32Array.from([0, 0, 1, 2]), Int32Array.from([5, 5, 0, 1]))).toBe(1);
    expect(adjustedRand(Int32Array.from([0, 0, 0]), Int32Array.from([1, 1, 1]))).toBe(1);
    expect(adjustedRand(Int32Array.from([0]), Int32Array.from([3]))).toBe(1);
    // Two pairs, crossed: less agreement than chance (Hubert & Arabie 1985: -0.5).
    expect(adjustedRand(Int32Array.from([0, 0, 1, 1]), Int32Array.from([0, 1, 0, 1]))).toBeCloseTo(-0.5, 14);
  });

  test("refuses labelings that cannot be compared", () => {
    expect(() => adjustedRand(new Int32Array(2), new Int32Array(3))).toThrow(RangeError);
    expect(() => adjustedRand(Int32Array.from([-1]), Int32Array.from([0]))).toThrow(RangeError);
  });
});
