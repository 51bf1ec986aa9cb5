import { describe, expect, test } from "bun:test";
import { doubling, pauseAfter } from "../src/retry";

const pauses = (policy: Parameters<typeof pauseAfter>[0], random = 0) =>
  [1, 2, 3, 4, 5].map((failures) => pauseAfter(policy, failures, random));

describe("a policy for tries", () => {
  test("that doubles goes on for ever, and by chance waits up to half less", () => {
    expect(pauses(doubling(500, 3000))).toEqual([500, 1000, 2000, 3000, 3000]);
    expect(pauses(doubling(500, 3000), 1)).toEqual([250, 500, 1000, 1500, 1500]);
  });

  test("that gives up does so after its last pause, and may wait longer by chance", () => {
    const policy = { pausesMs: [10, 200], afterLast: "give up", spread: 0.1 } as const;
    expect(pauses(policy, 0.5)).toEqual([11, 210, null, null, null]);
  });

  test("waits as long as it is asked to, and no shorter than it would", () => {
    expect(pauseAfter(doubling(500, 3000), 1, 0, 700)).toBe(700);
    expect(pauseAfter(doubling(500, 3000), 1, 0, 300)).toBe(500);
    expect(pauseAfter({ pausesMs: [1], afterLast: "give up", spread: 0 }, 2, 0, 300)).toBeNull();
  });
});
