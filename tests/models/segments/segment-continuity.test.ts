import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import type { KeyAccounts } from "../../../src/models/segments/key-accounts";
import {
  type Clusters,
  type EarlierSegment,
  nameSegments,
} from "../../../src/models/segments/segment-continuity";
import { segmentMovement } from "../../../src/models/segments/segment-movement";
import { ARCHETYPES, KEY_ACCOUNTS, type SegmentFacts } from "../../../src/models/segments/segment-names";

/**
 * Clusters at these standardised places; log(1 + x) has mean 0 and standard deviation 1, so that both scales are the
 * same.
 */
function clustersAt(...places: (readonly number[])[]): Clusters {
  return clustersOf(OFTEN, ...places);
}

const UNKNOWN = {
  leaving: NaN,
  usualLeaving: NaN,
  orderValue: NaN,
  usualOrderValue: NaN,
};
const OFTEN: SegmentFacts = { medianOrders: 5, mostOrders: 40, ...UNKNOWN };
const ONCE: SegmentFacts = { medianOrders: 1, mostOrders: 1, ...UNKNOWN };

/** The same of customers who have ordered so often. */
function clustersOf(orders: SegmentFacts, ...places: (readonly number[])[]): Clusters {
  return {
    centers: matrix(places.length, 3, Float64Array.from(places.flat())),
    mean: new Float64Array(3),
    scale: new Float64Array(3).fill(1),
    facts: places.map(() => orders),
  };
}

function archetype(name: string) {
  return ARCHETYPES.find((known) => known.name === name)!;
}

/** The segment of that kind, where the kind lies or at another place. */
function known(id: number, name: string, logCenter: readonly number[] = archetype(name).at): EarlierSegment {
  const { at: _, ...told } = archetype(name);
  return { ...told, id, logCenter };
}

const RICH: KeyAccounts = { leastSpend: 51_000, customers: 19, customerShare: 0.004, revenueShare: 0.23 };
const at = (name: string) => archetype(name).at;
const idsAndNames = ({ segments }: ReturnType<typeof nameSegments>) =>
  segments.map(({ id, name }) => `${id} ${name}`);

describe("names that stay", () => {
  test("a segment that has moved by less than a standard deviation is the same one", () => {
    const earlier = [known(3, "Best customers", [-1, 1.5, 1.2]), known(5, "Long silent", [0.8, -0.7, -0.9])];
    const naming = nameSegments(clustersAt([0.5, -0.5, -0.5], [-0.7, 1.2, 1.5]), null, earlier);
    expect(idsAndNames(naming)).toEqual(["5 Long silent", "3 Best customers"]);
    expect(naming.origins).toEqual(["continued", "continued"]);
    expect(naming.retired).toEqual([]);
  });

  test("a stranger does not inherit the id of a segment that is gone", () => {
    const earlier = [known(0, "Best customers"), known(1, "Long silent")];
    const naming = nameSegments(clustersAt(at("Best customers"), at("Newcomers")), null, earlier);
    expect(idsAndNames(naming)).toEqual(["0 Best customers", "2 Newcomers"]);
    expect(naming.origins).toEqual(["continued", "new"]);
    expect(naming.retired).toMatchObject([{ id: 1, name: "Long silent", ended: true }]);
  });

  test("a segment that is divided keeps its name for the part that it fits", () => {
    const earlier = [known(0, "Best customers", [-1.1, 1.3, 1.2]), known(1, "Long silent")];
    const naming = nameSegments(
      clustersAt([-1.4, 2, 2.1], [-0.8, 0.9, 0.8], at("Long silent")),
      null,
      earlier,
    );
    expect(idsAndNames(naming)).toEqual(["0 Best customers", "2 Regulars", "1 Long silent"]);
  });

  test("a kind that comes back has its old id, and ids of long ago are not given again", () => {
    const earlier = [known(0, "Best customers"), { ...known(7, "Regulars", []), ended: true }];
    const back = nameSegments(clustersAt(at("Best customers"), at("Regulars")), null, earlier);
    expect(idsAndNames(back)).toEqual(["0 Best customers", "7 Regulars"]);
    expect(back.origins).toEqual(["continued", "returned"]);
    const other = nameSegments(clustersAt(at("Best customers"), at("Long silent")), null, earlier);
    expect(idsAndNames(other)).toEqual(["0 Best customers", "8 Long silent"]);
    expect(other.retired).toMatchObject([{ id: 7, name: "Regulars", ended: true }]);
  });

  test("key accounts go on as key accounts, with the new figure and the action that was given to them", () => {
    const before = { ...KEY_ACCOUNTS, action: "Ask the owner", description: "have each spent 40,000" };
    const earlier = [
      known(0, "Best customers"),
      { ...before, id: 4, logCenter: [-1, 3, 4], leastSpend: 40_000 },
    ];
    const naming = nameSegments(clustersAt([-1, 3, 4]), RICH, earlier);
    expect(naming.segments).toMatchObject([
      { id: 0, name: "Best customers" },
      { id: 4, name: "Key accounts", action: "Ask the owner" },
    ]);
    expect(naming.segments[1]!.description).toContain("51,000");
    const without = nameSegments(clustersAt([-1, 3, 4]), null, earlier);
    expect(idsAndNames(without)).toEqual(["0 Best customers"]);
    const again = nameSegments(clustersAt([-1, 3, 4]), RICH, [
      { ...known(0, "Best customers") },
      ...without.retired,
    ]);
    expect(idsAndNames(again)).toEqual(["0 Best customers", "4 Key accounts"]);
    expect(again.origins).toEqual(["continued", "returned"]);
  });

  test("eight clusters have eight names whatever came before", () => {
    const kinds = ARCHETYPES.filter(({ fits }) => fits !== "once");
    const places = kinds.map(({ at: [r, f, m] }) => [r + 9, f - 7, m + 8]);
    const earlier = kinds.map(({ name }, id) => known(id, name));
    for (const orders of [OFTEN, ONCE]) {
      for (const before of [[], earlier, earlier.slice(0, 3)]) {
        const { segments } = nameSegments(clustersOf(orders, ...places), RICH, before);
        expect(new Set(segments.map(({ name }) => name)).size).toBe(9);
        expect(new Set(segments.map(({ id }) => id)).size).toBe(9);
      }
    }
  });

  test("customers who bought once are not given a name that says that they come back, whatever came before", () => {
    const earlier = [known(0, "Best customers"), known(1, "Regulars"), known(2, "Long silent")];
    const naming = nameSegments(
      clustersOf(ONCE, at("Best customers"), at("Regulars"), at("Long silent")),
      null,
      earlier,
    );
    expect(idsAndNames(naming)).toEqual(["3 Big first orders", "4 Big spenders at rest", "2 Long silent"]);
    expect(naming.segments.map(({ description }) => description)).toEqual([
      "ordered once, lately and for a large amount",
      "ordered once, some time ago and for a large amount",
      "ordered once, long ago",
    ]);
    expect(naming.retired.map(({ name }) => name)).toEqual(["Best customers", "Regulars"]);
  });

  test("a segment says what most of its customers did, and where a few did more", () => {
    const mostly = { ...ONCE, mostOrders: 3 };
    const told = (orders: SegmentFacts) =>
      nameSegments(clustersOf(orders, at("Long silent")), null, [known(2, "Long silent")]).segments[0]!;
    expect(told(mostly)).toMatchObject({ id: 2, description: "mostly ordered once, long ago" });
    expect(told(OFTEN)).toMatchObject({ id: 2, description: "bought little and long ago" });
  });
});

describe("the movement since the model before", () => {
  const earlier = [
    known(0, "Best customers", [0, 0, 5]),
    known(1, "Long silent", [0, 0, 1]),
    { ...KEY_ACCOUNTS, description: "", id: 2, logCenter: [0, 0, 9], leastSpend: 1000 },
    { ...known(9, "Regulars", []), ended: true },
  ];
  const spend = Float64Array.of(2, 100, 100, 5000);
  const logs = matrix(4, 3, Float64Array.from([...spend].flatMap((value) => [0, 0, Math.log1p(value)])));
  const scale = new Float64Array(3).fill(1);

  test("counts the customers whom the earlier rules put where they are now", () => {
    const naming = {
      segments: [earlier[0]!, earlier[3]!, { ...known(10, "Occasional") }],
      origins: ["continued", "returned", "new"] as const,
      retired: [],
    };
    // By the earlier rules: 1, 0, 0 and the key accounts, 2. Now: new, 0, returned, 0.
    const movement = segmentMovement(naming, earlier, logs, scale, spend, Int32Array.of(10, 0, 9, 0));
    expect(movement).toMatchObject({
      continued: [0],
      returned: [9],
      begun: [10],
      ended: [
        { segment: 1, name: "Long silent" },
        { segment: 2, name: "Key accounts" },
      ],
      kept_share: 0.25,
    });
    expect(movement!.text).toBe(
      "Segments since the previous model (continued: Best customers; back again: Regulars; new: Occasional; ended: Long silent, Key accounts). By that model's rules, 25% of today's customers would be in their current segment.",
    );
  });

  test("is none where there was no model before", () => {
    const naming = { segments: [earlier[0]!], origins: ["new"] as const, retired: [] };
    expect(segmentMovement(naming, [], logs, scale, spend, Int32Array.of(0, 0, 0, 0))).toBeNull();
  });
});
