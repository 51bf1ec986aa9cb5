import { describe, expect, test } from "bun:test";
import { earlierSegments } from "../../src/jobs/earlier-segments";

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
    expect(earlierSegments(JSON.stringify(card))).toEqual([
      {
        id: 4,
        name: "Champions",
        description: "Champions are described",
        action: "act on Champions",
        why: "because of Champions",
        logCenter: [1, 2, 6.5],
      },
      {
        id: 7,
        name: "Loyal",
        description: "Loyal are described",
        action: "act on Loyal",
        why: "because of Loyal",
        logCenter: [4, 1, 2],
      },
    ]);
  });
});
