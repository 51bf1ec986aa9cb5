import { describe, expect, test } from "bun:test";
import type { FeatureTable } from "../../../src/customers/feature-table";
import { Random } from "../../../src/learning/random";
import { ARCHETYPES } from "../../../src/models/segments/segment-names";
import type { EarlierSegment, Segmentation } from "../../../src/models/segments/segmentation";
import { segmentCustomers } from "../segment-customers";

const COUNTS = [3, 4, 5, 6, 7, 8];

/** A table of customers: recency, frequency, monetary. */
function tableOf(customers: readonly (readonly number[])[]): FeatureTable {
  const column = (j: number) => Float64Array.from(customers, (row) => row[j]!);
  return {
    cutoff: 0,
    rows: customers.length,
    customer: Int32Array.from(customers.keys()),
    columns: { recency_days: column(0), frequency: column(1), monetary: column(2) },
  };
}

/** Kinds of customers that are plainly apart, each as means of recency, frequency and spend. */
const KINDS = [
  [5, 30, 9000],
  [20, 8, 1200],
  [300, 1, 60],
] as const;

/** `each` customers around each kind; logs spread by a tenth, and all spend multiplied by `inflation`. */
function shop(
  kinds: readonly (readonly number[])[],
  each: number,
  seed: number,
  inflation = 1,
): FeatureTable {
  const random = new Random(seed);
  return tableOf(
    kinds.flatMap(([recency, frequency, monetary]) =>
      Array.from({ length: each }, () => [
        recency! * Math.exp(0.1 * random.normal()),
        frequency! * Math.exp(0.1 * random.normal()),
        inflation * monetary! * Math.exp(0.1 * random.normal()),
      ]),
    ),
  );
}

/** What a later training is told of this one. */
function remembered({ segments, centers, mean, scale }: Segmentation): EarlierSegment[] {
  return segments.map((segment, i) => ({
    ...segment,
    logCenter: Array.from(mean, (m, j) => m + scale[j]! * centers.data[i * 3 + j]!),
  }));
}

function segment(table: FeatureTable, earlier?: readonly EarlierSegment[], counts = COUNTS): Segmentation {
  return segmentCustomers(table, counts, new Random(1), earlier);
}

/** Segment id of the first customer of each kind, where each kind has `each` customers. */
function idsOfKinds({ labels, segments }: Segmentation, kinds: number, each: number): number[] {
  return Array.from({ length: kinds }, (_, kind) => segments[labels[kind * each]!]!.id);
}

describe("segmentation", () => {
  const first = segment(shop(KINDS, 60, 1));

  test("finds the three kinds that are there, each customer with their own kind", () => {
    expect(first.segments).toHaveLength(3);
    for (let kind = 0; kind < 3; kind++) {
      expect(new Set(first.labels.subarray(kind * 60, (kind + 1) * 60)).size).toBe(1);
    }
    expect(new Set(idsOfKinds(first, 3, 60)).size).toBe(3);
    expect(first.silhouette).toBeGreaterThan(0.8);
  });

  test("numbers a first training's segments from the richest, and names them after their kind", () => {
    expect(idsOfKinds(first, 3, 60)).toEqual([0, 1, 2]);
    expect(first.segments[0]!.name).toBe("Best customers");
    expect(first.segments.map(({ id }) => id)).toEqual([0, 1, 2]);
  });

  test.each([3, 4, 5, 6, 7, 8])(
    "gives %i segments as many different names, with all that goes with them",
    (k) => {
      const random = new Random(k);
      const cloud = tableOf(
        Array.from({ length: 200 }, () => [
          random.exponential(0.02),
          1 + random.exponential(0.3),
          random.exponential(0.001),
        ]),
      );
      const { segments, labels, tradeOff, reason } = segment(cloud, [], [k]);
      expect(new Set(segments.map(({ name }) => name)).size).toBe(k);
      for (const { name, description, action, why } of segments) {
        const archetype = ARCHETYPES.find((known) => known.name === name)!;
        expect(archetype).toMatchObject({ action, why });
        expect([archetype.description, `mostly ordered once, ${archetype.once}`]).toContain(description);
      }
      expect(new Set(labels).size).toBe(k);
      expect(tradeOff[0]!.sizes.reduce((sum, size) => sum + size, 0)).toBe(200);
      expect(reason).toBe(`${k} segments, as asked for.`);
    },
  );

  test("keeps the whole trade-off and tells why this number was chosen", () => {
    expect(first.tradeOff.map((row) => row.segments)).toEqual(COUNTS);
    expect(first.reason).toStartWith("3 segments were chosen from 3 to 8");
    for (const { sizes, smallest_share } of first.tradeOff) {
      expect(smallest_share).toBeCloseTo(Math.min(...sizes) / 180, 12);
    }
  });

  test("is the same for the same seed", () => {
    expect(segment(shop(KINDS, 60, 1))).toEqual(first);
  });

  test("sets a handful of giants apart as key accounts, the others as if they were not there", () => {
    const table = shop(KINDS, 100, 1);
    const odd = [
      [1, 9000, 9e8],
      [1, 9100, 9e8],
    ];
    const rows = Array.from({ length: 300 }, (_, i) =>
      ["recency_days", "frequency", "monetary"].map((name) => table.columns[name]![i]!),
    );
    const { labels, segments, keyAccounts, centers } = segment(tableOf([...rows, ...odd]));
    const alone = segment(table);
    expect(keyAccounts.found).toMatchObject({ customers: 2 });
    expect(segments.map(({ name }) => name)).toEqual([
      ...alone.segments.map(({ name }) => name),
      "Key accounts",
    ]);
    expect([...labels]).toEqual([...alone.labels, 3, 3]);
    expect(centers.data.subarray(0, 9)).toEqual(alone.centers.data);
  });
});

describe("a retraining", () => {
  const first = segment(shop(KINDS, 60, 1));
  const earlier = remembered(first).map((known, i) => ({ ...known, id: [31, 7, 12][i]! }));

  test("keeps ids, names and actions where all prices have risen by a half", () => {
    const second = segment(shop(KINDS, 60, 2, 1.5), earlier);
    expect(idsOfKinds(second, 3, 60)).toEqual([31, 7, 12]);
    for (const { id, name, action } of second.segments) {
      expect(earlier.find((known) => known.id === id)).toMatchObject({ name, action });
    }
  });

  test("keeps a name that a user has given, and gives it to nobody else", () => {
    const renamed = earlier.map((known, i) =>
      i === 2 ? { ...known, name: "Best customers of old" } : known,
    );
    const second = segment(shop(KINDS, 60, 2), renamed);
    expect(second.segments.find(({ id }) => id === 12)!.name).toBe("Best customers of old");
  });

  test("gives a kind that is new a new id and a name that is not taken", () => {
    const table = shop([...KINDS, [250, 2, 9000]], 60, 2);
    const alone = segment(table);
    const nearest = alone.segments[alone.labels[3 * 60]!]!.name;
    // A name that claims nothing of orders or leaving, so that it stays true.
    const named = earlier.map((known, i) => (i === 1 ? { ...known, name: "Occasional" } : known));
    const second = segment(table, named);
    expect(second.segments).toHaveLength(4);
    expect(idsOfKinds(second, 4, 60)).toEqual([31, 7, 12, 32]);
    expect(second.segments.find(({ id }) => id === 7)!.name).toBe("Occasional");
    expect(second.segments.find(({ id }) => id === 32)!.name).toBe(nearest);
    expect(new Set(second.segments.map(({ name }) => name)).size).toBe(4);
  });

  test("keeps the ids of the kinds that are left where one is gone", () => {
    const four = segment(shop([...KINDS, [250, 2, 9000]], 60, 1));
    const [a, b, c] = idsOfKinds(four, 4, 60);
    const second = segment(shop(KINDS, 60, 2), remembered(four));
    expect(idsOfKinds(second, 3, 60)).toEqual([a!, b!, c!]);
  });
});

/** The sizes of the segments with the revenue of each, by place. */
function shares(
  { labels, segments }: Segmentation,
  { columns }: FeatureTable,
): { size: number; revenue: number }[] {
  const total = columns.monetary!.reduce((sum, value) => sum + value, 0);
  return segments.map((_, place) => {
    const rows = [...labels.keys()].filter((row) => labels[row] === place);
    return {
      size: rows.length / labels.length,
      revenue: rows.reduce((sum, row) => sum + columns.monetary![row]!, 0) / total,
    };
  });
}

const crowd = (n: number, seed: number) => {
  const random = new Random(seed);
  return Array.from({ length: n }, () => [
    1 + random.exponential(0.01),
    1 + Math.floor(random.exponential(0.4)),
    Math.exp(6 + 1.2 * random.normal()),
  ]);
};

/** Shops that are made to give small clusters. */
const HOSTILE: readonly (readonly [string, readonly (readonly number[])[]])[] = [
  ["a crowd and one giant", [...crowd(800, 1), [3, 50, 5e6]]],
  [
    "a crowd and six who order a thousand times for little",
    [...crowd(800, 2), ...crowd(6, 3).map(() => [1, 1000, 9])],
  ],
  ["a crowd and one who was here ten years ago for a cent", [...crowd(500, 4), [3650, 1, 0.01]]],
  [
    "equal customers and three oddities",
    [...Array.from({ length: 400 }, () => [30, 2, 100]), [1, 1, 1], [900, 90, 9], [5, 50, 500]],
  ],
  ["equal customers and one giant", [...Array.from({ length: 400 }, () => [30, 2, 100]), [1, 99, 1e7]]],
  ["two points, one of a single customer", [...Array.from({ length: 300 }, () => [30, 2, 100]), [200, 1, 5]]],
  [
    "spend that falls by a power law",
    Array.from({ length: 1000 }, (_, i) => [1 + (i % 300), 1 + (i % 7), 1e7 / (i + 1) ** 1.5]),
  ],
  [
    "nine in ten with one order of one amount",
    [...Array.from({ length: 900 }, (_, i) => [1 + i, 1, 20]), ...crowd(100, 5)],
  ],
  ["spend of nothing", Array.from({ length: 300 }, (_, i) => [1 + i, 1 + (i % 5), 0])],
];

describe("whatever the shop", () => {
  test.each(HOSTILE)(
    "no segment is under 1 % of the customers without over 10 %% of the revenue: %s",
    (_, rows) => {
      const table = tableOf(rows);
      for (const counts of [COUNTS, [8], [2]]) {
        const segmentation = segment(table, [], counts);
        const { segments, keyAccounts, reason, silhouette } = segmentation;
        for (const { size, revenue } of shares(segmentation, table)) {
          expect(size >= 0.01 || revenue > 0.1).toBe(true);
        }
        expect(new Set(segments.map(({ name }) => name)).size).toBe(segments.length);
        expect(`${reason} ${keyAccounts.text}`).not.toMatch(/NaN|undefined|Infinity/);
        if (segments.length - (keyAccounts.found ? 1 : 0) > 1) expect(silhouette).toBeGreaterThan(-1);
      }
    },
  );
});

describe("where there is little to tell apart", () => {
  test.each([
    ["one customer", tableOf([[10, 2, 50]])],
    ["five customers, too few for three segments of two", shop([[10, 2, 50]], 5, 1)],
    ["a hundred customers who differ by a tenth", shop([[100, 20, 500]], 100, 1)],
    ["a hundred identical customers", tableOf(Array.from({ length: 100 }, () => [10, 2, 50]))],
  ])("%s: everybody is one segment, and it is said", (_, table) => {
    const { segments, labels, reason, centers, silhouette } = segment(table);
    expect(segments).toHaveLength(1);
    expect([...labels]).toEqual(new Array(table.rows).fill(0));
    expect(reason).toStartWith("All customers are one segment");
    expect(centers.data.every((value) => Math.abs(value) < 1e-9)).toBe(true);
    expect(silhouette).toBeNaN();
  });

  test("two kinds of identical customers are not divided into more segments than kinds", () => {
    const table = tableOf(Array.from({ length: 60 }, (_, i) => (i < 30 ? [10, 2, 50] : [200, 1, 5])));
    const { segments, labels } = segment(table, [], [2, 3, 4, 5]);
    expect(segments).toHaveLength(2);
    expect(new Set(labels.subarray(0, 30)).size).toBe(1);
    expect(labels[0]).not.toBe(labels[59]!);
  });

  test("a retraining on one customer keeps one of the earlier segments", () => {
    const earlier = remembered(segment(shop(KINDS, 60, 1)));
    const { segments } = segment(tableOf([[320, 1, 55]]), earlier);
    expect(segments).toHaveLength(1);
    expect(segments[0]!.id).toBe(2);
  });
});
