import { describe, expect, test } from "bun:test";
import type { ClusterCandidate } from "../../../src/learning/explore-clusters";
import { matrix } from "../../../src/learning/matrix";
import { chooseCandidate, dissolveSmall, judgeCandidates } from "../../../src/models/segments/cluster-choice";

/** A candidate of `sizes.length` clusters, of which only what decides is filled with care. */
function candidate(sizes: readonly number[], silhouette: number, stability: number): ClusterCandidate {
  const k = sizes.length;
  const labels = Int32Array.from(sizes.flatMap((size, c) => new Array<number>(size).fill(c)));
  const centers = matrix(k, 1);
  const counted = Int32Array.from(sizes);
  return {
    k,
    fit: { centers, start: centers, labels, sizes: counted, inertia: 1, iterations: 1, converged: true },
    inertia: 1,
    silhouette,
    sizes: counted,
    smallestShare: Math.min(...sizes) / labels.length,
    stability,
    stabilitySpread: 0.05,
  };
}

const SPEND = new Float64Array(1000).fill(10);
const WHOLE = { customers: 1000, revenue: 10_000 };
const choose = (candidates: readonly ClusterCandidate[], before: number | null = null) =>
  chooseCandidate(judgeCandidates(candidates, SPEND, WHOLE), before);

describe("the number of clusters", () => {
  test("is the most within 5 % of the best silhouette", () => {
    const { chosen, reason } = choose([
      candidate([500, 300, 200], 0.4, 0.9),
      candidate([400, 300, 200, 100], 0.385, 0.9),
      candidate([300, 300, 200, 100, 100], 0.37, 0.9),
    ]);
    expect(chosen.k).toBe(4);
    expect(reason).toContain("adjusted Rand 0.90 ± 0.05");
    expect(reason).toContain("(10.0%)");
  });

  test("is not one that comes out otherwise from half of the customers, or leaves a handful", () => {
    const { chosen } = choose([
      candidate([500, 300, 200], 0.3, 0.9),
      candidate([400, 300, 200, 100], 0.4, 0.6),
      candidate([500, 300, 100, 91, 9], 0.5, 0.99),
    ]);
    expect(chosen.k).toBe(3);
  });

  test("is that of the model before while its silhouette is within 10 % of the best, and no longer", () => {
    const rows = [
      candidate([500, 300, 200], 0.33, 0.9),
      candidate([400, 300, 200, 100], 0.3, 0.9),
      candidate([300, 300, 200, 100, 100], 0.29, 0.9),
    ];
    expect(choose(rows, 4).chosen.k).toBe(4);
    expect(choose(rows, 4).reason).toStartWith("4 segments were kept from the previous model");
    expect(choose(rows, 5).chosen.k).toBe(3);
    expect(choose(rows, 9).chosen.k).toBe(3);
  });

  test("is the most stable where none is stable, and it is said", () => {
    const { chosen, reason } = choose([
      candidate([500, 300, 200], 0.5, 0.4),
      candidate([400, 300, 200, 100], 0.3, 0.6),
      candidate([600, 395, 5], 0.6, 0.99),
    ]);
    expect(chosen.k).toBe(4);
    expect(reason).toContain("none stays the same under resampling");
  });

  test("is the best silhouette where all leave a handful, and it is said", () => {
    const { chosen, reason } = choose([
      candidate([500, 495, 5], 0.5, 0.9),
      candidate([500, 300, 195, 5], 0.6, 0.9),
    ]);
    expect(chosen.k).toBe(4);
    expect(reason).toContain("none of the numbers gave segments that all hold at least 1% of the customers");
  });
});

test("a cluster of a handful may stay where it holds over 10 % of the revenue", () => {
  const spend = SPEND.slice();
  spend.fill(1000, 995);
  const few = candidate([500, 495, 5], 0.5, 0.9);
  const judged = (revenue: number) =>
    judgeCandidates([few], spend, { customers: 1000, revenue })[0]!.sizesHold;
  // The handful holds 5,000: over 10 % of 49,999 and just 10 % of 50,000.
  expect([judged(49_999), judged(50_000)]).toEqual([true, false]);
});

test("clusters that are too small are dissolved, the smallest first, until all hold", () => {
  const places = [
    ...new Array(500).fill(0),
    ...new Array(490).fill(10),
    ...new Array(6).fill(20),
    ...new Array(4).fill(21),
  ];
  const x = matrix(1000, 1, Float64Array.from(places));
  const centers = matrix(4, 1, Float64Array.of(0, 10, 20, 21));
  const labels = Int32Array.from(places, (place) => [0, 10, 20, 21].indexOf(place));
  // The four at 21 go to the six at 20; these are ten then, 1 %, and stay.
  const left = dissolveSmall(x, { centers, labels }, SPEND, WHOLE);
  expect(left.dissolved).toBe(1);
  expect([...left.centers.data]).toEqual([0, 10, 20]);
  expect(left.labels.filter((label) => label === 2).length).toBe(10);
  // Of a whole of 1,001 they are not.
  const fewer = dissolveSmall(x, { centers, labels }, SPEND, { customers: 1001, revenue: 10_000 });
  expect([...fewer.centers.data]).toEqual([0, 10]);
  expect(fewer.labels.filter((label) => label === 1).length).toBe(500);
});
