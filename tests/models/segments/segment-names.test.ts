import { describe, expect, test } from "bun:test";
import { matrix } from "../../../src/learning/matrix";
import { type EarlierSegment, nameSegments } from "../../../src/models/segments/segment-continuity";
import { ARCHETYPES, isTrue, NEUTRAL, type SegmentFacts } from "../../../src/models/segments/segment-names";

const ORDINARY: SegmentFacts = {
  medianOrders: 5,
  mostOrders: 40,
  leaving: 0.4,
  usualLeaving: 0.4,
  orderValue: 50,
  usualOrderValue: 50,
};
const kind = (name: string) => [...ARCHETYPES, ...NEUTRAL].find((known) => known.name === name)!;

/** Names of clusters that lie exactly where archetypes do, given these facts about them. */
function namesOf(
  clusters: readonly [at: string, facts: Partial<SegmentFacts>][],
  earlier: readonly EarlierSegment[] = [],
) {
  const { segments } = nameSegments(
    {
      centers: matrix(clusters.length, 3, Float64Array.from(clusters.flatMap(([at]) => kind(at).at))),
      mean: new Float64Array(3),
      scale: new Float64Array(3).fill(1),
      facts: clusters.map(([, facts]) => ({ ...ORDINARY, ...facts })),
    },
    null,
    earlier,
  );
  return segments;
}

describe("a segment's name", () => {
  test.each([
    ["Best customers", { leaving: 0.57, usualLeaving: 0.7 }],
    ["Best customers", { leaving: 0.45, usualLeaving: 0.4 }],
    ["Slipping away", { leaving: 0.1 }],
    ["Long silent", { leaving: 0.39 }],
    ["Bargain hunters of long ago", { leaving: 0.9 }],
    ["Big spenders at rest", { orderValue: 50 }],
  ] as const)("%s is not given where the facts are %o", (name, facts) => {
    expect(isTrue(kind(name), { ...ORDINARY, ...facts })).toBe(false);
    expect(namesOf([[name, facts]])[0]!.name).not.toBe(name);
  });

  test.each([
    ["Best customers", { leaving: 0.1 }],
    ["Slipping away", { leaving: 0.6 }],
    ["Bargain hunters of long ago", { leaving: 0.9, orderValue: 20 }],
    ["Big spenders at rest", { orderValue: 90 }],
    ["Occasional", { leaving: 0.1 }],
  ] as const)("%s is given where the facts are %o", (name, facts) => {
    expect(namesOf([[name, facts]])[0]!.name).toBe(name);
  });

  test("changes where it is no longer true, and the segment keeps its id", () => {
    const { at, ...told } = kind("Slipping away");
    const [segment] = namesOf([["Slipping away", { leaving: 0.1 }]], [{ ...told, id: 7, logCenter: at }]);
    expect(segment!.id).toBe(7);
    expect(isTrue(kind(segment!.name), { ...ORDINARY, leaving: 0.1 })).toBe(true);
  });

  test("is never given to two segments", () => {
    const facts = { leaving: 0.9, usualLeaving: 0.9, orderValue: 50 };
    const names = namesOf(
      ["Best customers", "Regulars", "Slipping away", "Big spenders at rest"].map((name) => [name, facts]),
    ).map(({ name }) => name);
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(isTrue(kind(name), { ...ORDINARY, ...facts })).toBe(true);
  });

  test("is chosen by place alone where nothing is known of leaving", () => {
    const unknown = { leaving: NaN, usualLeaving: NaN };
    expect(namesOf([["Slipping away", unknown]])[0]!.name).toBe("Slipping away");
  });
});
