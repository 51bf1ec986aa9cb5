import { describe, expect, test } from "bun:test";
import { Attempts } from "../../src/auth/attempts";

const NOW = Date.UTC(2026, 0, 2);
const MINUTE = 60_000;

describe("tries", () => {
  test("are allowed as many at once as there are, then one whenever its share of the time is over", () => {
    const tries = new Attempts(3, 3 * MINUTE);
    expect([1, 2, 3].map(() => tries.take("a", NOW))).toEqual([0, 0, 0]);
    expect(tries.take("a", NOW)).toBe(60);
    expect(tries.take("a", NOW + 20_000)).toBe(40);
    expect(tries.take("a", NOW + MINUTE)).toBe(0);
    expect(tries.take("a", NOW + MINUTE)).toBe(60);
    expect(tries.take("a", NOW + 10 * MINUTE)).toBe(0);
  });

  test("are counted for each name by itself, and can be given back", () => {
    const tries = new Attempts(1, MINUTE);
    expect(tries.take("a", NOW)).toBe(0);
    expect(tries.take("b", NOW)).toBe(0);
    expect(tries.take("a", NOW)).toBe(60);
    tries.giveBack("a", NOW);
    expect(tries.take("a", NOW)).toBe(0);
    tries.giveBack("nobody", NOW);
    expect(tries.take("nobody", NOW)).toBe(0);
    expect(tries.take("nobody", NOW)).toBe(60);
  });

  test("keep nobody waiting for longer than the window when the clock is put back", () => {
    const tries = new Attempts(1, MINUTE);
    tries.take("a", NOW);
    expect(tries.take("a", NOW - 1000 * MINUTE)).toBe(60);
  });

  test("go on as before when the clock is put back", () => {
    const tries = new Attempts(10, MINUTE);
    for (let i = 0; i < 3; i++) tries.take("a", NOW);
    const earlier = NOW - 60 * MINUTE;
    expect(tries.left("a", earlier)).toEqual({ tries: 7, resetSeconds: 18, waitSeconds: 0 });
    expect(tries.left("a", earlier + MINUTE)).toMatchObject({ tries: 10, waitSeconds: 0 });
    expect(tries.left("a", earlier + 61 * MINUTE).tries).toBe(10);
  });

  test("of a flood of names take bounded memory, and the newest are remembered", () => {
    const tries = new Attempts(1, MINUTE);
    for (let i = 0; i < 120_000; i++) tries.take(`name ${i}`, NOW);
    expect(tries.size).toBeLessThanOrEqual(50_000);
    expect(tries.take("name 119999", NOW)).toBe(60);
  });
});

test("giving one back gives back no others", () => {
  const tries = new Attempts(3, 3 * MINUTE);
  for (let i = 0; i < 3; i++) tries.take("a", NOW);
  tries.giveBack("a", NOW);
  expect(tries.left("a", NOW).tries).toBe(1);
  expect([tries.take("a", NOW), tries.take("a", NOW)]).toEqual([0, 60]);
});
