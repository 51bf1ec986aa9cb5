import { describe, expect, test } from "bun:test";
import { parseModelCard } from "../../../src/models/model-card";
import { earlierSegments } from "../../../src/models/segments/earlier-segments";
import { RFM_GROUPS } from "../../../src/models/segments/rfm-groups";
import { ARCHETYPES, KEY_ACCOUNTS, RENAMED } from "../../../src/models/segments/segment-names";

const told = (segment: number, name: string) => ({
  segment,
  name,
  description: `${name} are described`,
  recommended_action: `act on ${name}`,
  why: `because of ${name}`,
});

describe("the segments of an earlier model", () => {
  test("lie where its card says, no longer standardised", () => {
    const card = {
      segmentation: {
        mean: [3, 1, 5],
        scale: [2, 0.5, 1.5],
        segments: [
          { id: 4, name: "Champions", center: [-1, 2, 1] },
          { id: 7, name: "Loyal", center: [0.5, 0, -2] },
        ],
        // In another order, as the summary is by value.
        summary: [told(7, "Loyal"), told(4, "Champions")],
      },
    };
    // center × scale + mean, by hand.
    expect(earlierSegments(parseModelCard(JSON.stringify(card)))).toEqual([
      {
        id: 4,
        name: "Best customers",
        description: "Champions are described",
        action: "act on Champions",
        why: "because of Champions",
        logCenter: [1, 2, 6.5],
        logScale: [2, 0.5, 1.5],
      },
      {
        id: 7,
        name: "Regulars",
        description: "Loyal are described",
        action: "act on Loyal",
        why: "because of Loyal",
        logCenter: [4, 1, 2],
        logScale: [2, 0.5, 1.5],
      },
    ]);
  });

  test("have other names than the RFM groups, also where an earlier release named them alike", () => {
    const names = new Set<string>(RFM_GROUPS.map(({ name }) => name));
    for (const { name } of [...ARCHETYPES, KEY_ACCOUNTS]) expect(names.has(name)).toBe(false);
    const now = new Set(ARCHETYPES.map(({ name }) => name));
    for (const [before, after] of Object.entries(RENAMED))
      expect([now.has(before), now.has(after)]).toEqual([false, true]);
  });

  test("tell of the key accounts' rule, and of those that ended", () => {
    const gone = { key_accounts: false, ...told(2, "Loyal") };
    const card = {
      segmentation: {
        mean: [0, 0, 0],
        scale: [1, 1, 1],
        segments: [{ id: 9, name: "Key accounts", center: [-1, 3, 4] }],
        summary: [told(9, "Key accounts")],
        key_accounts: { segment: 9, least_spend: 51_000 },
        retired: [gone],
      },
    };
    expect(earlierSegments(parseModelCard(JSON.stringify(card)))).toMatchObject([
      { id: 9, leastSpend: 51_000, logCenter: [-1, 3, 4] },
      { id: 2, name: "Regulars", action: "act on Loyal", ended: true },
    ]);
  });
});
