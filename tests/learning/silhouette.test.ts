import { describe, expect, test } from "bun:test";
import { kMeans } from "../../src/learning/kmeans";
import { matrix } from "../../src/learning/matrix";
import { Random } from "../../src/learning/random";
import { silhouetteSamples, silhouettes } from "../../src/learning/silhouette";
import { farthest, readJson, readTable, zLog1p } from "./fixture";

interface IrisPeer {
  readonly labelings: number[][];
  readonly silhouettes: number[][];
}

const iris = readTable("iris");
const peer = readJson<IrisPeer>("iris-indices");
const labelings = peer.labelings.map((labels) => Int32Array.from(labels));
const labels = (...values: number[]) => Int32Array.from(values);

describe("against scikit-learn on two labelings of Iris at once", () => {
  test("every row's silhouette agrees", () => {
    silhouetteSamples(iris, labelings).forEach((samples, l) => {
      expect(farthest(samples, peer.silhouettes[l]!)).toBeLessThan(1e-12);
    });
  });
});

test("the best-known clusterings of Online Retail have the silhouettes of oracles.json", () => {
  const x = zLog1p(readTable("online-retail-rfm"));
  const fits = [2, 4, 5].map((k) => kMeans(x, k, { random: new Random(42) }));
  const means = silhouettes(
    x,
    fits.map((fit) => fit.labels),
    new Random(1),
  );
  expect(means.map(({ rows }) => rows)).toEqual([4338, 4338, 4338]);
  expect(means[0]!.mean).toBeCloseTo(0.434157, 6);
  expect(means[1]!.mean).toBeCloseTo(0.336406, 6);
  expect(means[2]!.mean).toBeCloseTo(0.31771, 6);
});

describe("by hand", () => {
  const line = matrix(4, 1, Float64Array.from([0, 1, 10, 12]));

  test("two pairs on a line", () => {
    const [samples] = silhouetteSamples(line, [labels(0, 0, 1, 1)]);
    expect(farthest(samples!, [1 - 1 / 11, 1 - 1 / 10, 1 - 2 / 9.5, 1 - 2 / 11.5])).toBeLessThan(1e-15);
  });

  test("a cluster of one has silhouette 0, and unused labels do not count", () => {
    const [samples] = silhouetteSamples(line, [labels(5, 0, 0, 0)]);
    expect(samples![0]).toBe(0);
    expect(samples![1]).toBeCloseTo((1 - 10) / 10, 14);
  });

  test("one cluster, or a cluster a row, has no silhouette", () => {
    const [one, all] = silhouetteSamples(line, [labels(0, 0, 0, 0), labels(0, 1, 2, 3)]);
    expect([...one!, ...all!].every(Number.isNaN)).toBe(true);
  });

  test("rows that all lie on each other have silhouette 0", () => {
    const [samples] = silhouetteSamples(matrix(4, 1), [labels(0, 0, 1, 1)]);
    expect([...samples!]).toEqual([0, 0, 0, 0]);
  });
});

test("several labelings at once are as one by one", () => {
  const together = silhouetteSamples(iris, labelings);
  labelings.forEach((labeling, l) => {
    expect(farthest(together[l]!, silhouetteSamples(iris, [labeling])[0]!)).toBeLessThan(1e-13);
  });
});

test("above the limit a seeded sample stands in", () => {
  const exact = silhouettes(iris, labelings, new Random(1));
  const sampled = silhouettes(iris, labelings, new Random(1), 100);
  expect(sampled.map(({ rows }) => rows)).toEqual([100, 100]);
  sampled.forEach(({ mean }, l) => {
    expect(mean).not.toBe(exact[l]!.mean);
    expect(Math.abs(mean - exact[l]!.mean)).toBeLessThan(0.06);
  });
  expect(silhouettes(iris, labelings, new Random(1), 100)).toEqual(sampled);
});

test("labelings that do not fit are refused", () => {
  expect(() => silhouetteSamples(iris, [labels(0, 1)])).toThrow("150 rows but 2 labels");
  expect(() => silhouetteSamples(matrix(2, 1), [labels(0, -1)])).toThrow("label -1 is below 0");
  expect(() => silhouetteSamples(matrix(2, 1, Float64Array.from([1, Infinity])), [labels(0, 1)])).toThrow(
    "row 1, column 0 is Infinity",
  );
});
