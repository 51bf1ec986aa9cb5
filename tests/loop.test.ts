import { describe, expect, test } from "bun:test";
import { Loop, type LoopOptions } from "../src/loop";
import { doubling } from "../src/retry";
import { HandClock } from "./hand-clock";

/** A loop whose looks are counted, and fail or wait as the test says. */
function counted(given: Partial<LoopOptions> = {}) {
  const clock = new HandClock();
  const told: string[] = [];
  const seen = { looks: 0 };
  const loop = new Loop({
    look: () => void seen.looks++,
    everyMs: 1000,
    onFailure: (error, againInMs) => void told.push(`${(error as Error).message} ${againInMs}`),
    onRecovery: () => void told.push("again"),
    clock,
    ...given,
  });
  return { loop, clock, told, seen };
}

describe("a loop", () => {
  test("looks at its start, and then every so often", () => {
    const { loop, clock, seen } = counted();
    loop.start();
    expect(seen.looks).toBe(1);
    clock.turn(999);
    expect(seen.looks).toBe(1);
    clock.turn(1);
    clock.turn(1000);
    expect(seen.looks).toBe(3);
  });

  test("that is woken many times at once looks once, when the others are done", async () => {
    const { loop, seen } = counted();
    loop.start();
    loop.wake();
    loop.wake();
    expect(seen.looks).toBe(1);
    await Promise.resolve();
    expect(seen.looks).toBe(2);
  });

  test("that is woken during a look looks once more, and never twice at a time", async () => {
    const doors: (() => void)[] = [];
    const { loop } = counted({ look: () => new Promise<void>((open) => void doors.push(open)) });
    loop.start();
    loop.wake();
    void loop.look();
    await Promise.resolve();
    expect(doors).toHaveLength(1);
    doors[0]!();
    await loop.look();
    expect(doors).toHaveLength(2);
    doors[1]!();
    await loop.settled();
    expect(doors).toHaveLength(2);
  });

  test("is asleep before it is started, and still looks when it is told to", () => {
    const { loop, clock, seen } = counted();
    loop.wake();
    clock.turn(10_000);
    expect(seen.looks).toBe(0);
    void loop.look();
    clock.turn(10_000);
    expect(seen.looks).toBe(1);
  });

  test("that fails tells why, keeps to longer and longer pauses whoever wakes it, and tells when it is well again", async () => {
    let isAway = true;
    const look = async () => {
      if (isAway) throw new Error("away");
    };
    const { loop, clock, told } = counted({ look, retry: doubling(100, 300) });
    loop.start();
    await loop.settled();
    for (const pause of [100, 200, 300]) {
      const toldBefore = told.length;
      loop.wake();
      await Promise.resolve();
      clock.turn(pause - 1);
      await loop.settled();
      expect(told).toHaveLength(toldBefore);
      clock.turn(1);
      await loop.settled();
    }
    expect(told).toEqual(["away 100", "away 200", "away 300", "away 300"]);
    expect(loop.state).toEqual({ doing: "failing", since: 0, error: new Error("away") });
    isAway = false;
    clock.turn(300);
    await loop.settled();
    expect(told.at(-1)).toBe("again");
    expect(loop.state).toEqual({ doing: "well" });
    expect(clock.waits).toEqual([100, 200, 300, 300, 1000]);
  });

  test("stands by as long as another has the lock", () => {
    const lock = {
      isFree: false,
      isReleased: false,
      everyMs: 5,
      take: () => lock.isFree,
      release: () => void (lock.isReleased = true),
    };
    const { loop, clock, seen } = counted({ lock });
    loop.start();
    expect(loop.state).toEqual({ doing: "standing by" });
    lock.isFree = true;
    clock.turn(5);
    expect(loop.state).toEqual({ doing: "well" });
    expect(seen.looks).toBe(1);
    void loop.stop(0);
  });

  test("looks again when a piece of its work is over", async () => {
    const { loop, seen } = counted();
    loop.start();
    loop.begin(Promise.resolve(), () => {});
    await loop.settled();
    expect(seen.looks).toBe(2);
  });
});

describe("a loop that is stopped", () => {
  test("looks no more, waits for what is at work, closes and gives the lock back", async () => {
    const done: string[] = [];
    const work = Promise.withResolvers<void>();
    const lock = { everyMs: 5, take: () => true, release: () => void done.push("released") };
    const { loop, clock, seen } = counted({ lock, close: async () => void done.push("closed") });
    loop.start();
    loop.begin(
      work.promise.then(() => void done.push("worked")),
      () => void done.push("told to end"),
    );
    const stopped = loop.stop(3_600_000);
    clock.turn(10_000);
    loop.wake();
    await loop.look();
    expect(done).toEqual([]);
    work.resolve();
    await stopped;
    expect(done).toEqual(["worked", "closed", "released"]);
    expect(seen.looks).toBe(1);
  });

  test("tells its works to end when the grace is over, and leaves behind a look that hangs", async () => {
    const { loop, told } = counted({ look: () => new Promise(() => {}) });
    loop.start();
    const work = Promise.withResolvers<void>();
    loop.begin(work.promise, () => {
      told.push("put back");
      work.resolve();
    });
    expect(loop.stopping.aborted).toBe(false);
    const stopped = loop.stop(0);
    expect(loop.stopping.aborted).toBe(true);
    await stopped;
    expect(told).toEqual(["put back"]);
  });

  test("takes a look that was cut off for no failure", async () => {
    const { loop, told } = counted({
      look: () =>
        new Promise<void>((_, fail) =>
          loop.stopping.addEventListener("abort", () => fail(new Error("cut off"))),
        ),
    });
    loop.start();
    await loop.stop(3_600_000);
    expect(told).toEqual([]);
    expect(loop.state).toEqual({ doing: "well" });
  });
});
