import { describe, expect, test } from "bun:test";
import { Throttle } from "../../src/jobs/throttle";
import { HandClock } from "../hand-clock";

describe("a throttle", () => {
  test("passes on the first value at once, then the newest of each interval", () => {
    const clock = new HandClock();
    const passed: string[] = [];
    const throttle = new Throttle<number>((value) => passed.push(`${clock.now()}: ${value}`), 250, clock);
    for (let ms = 0; ms <= 1000; ms += 10) {
      clock.turnTo(ms);
      throttle.add(ms);
    }
    clock.turnTo(2000);
    expect(passed).toEqual(["0: 0", "250: 240", "500: 490", "750: 740", "1000: 990", "2000: 1000"]);
  });

  test("passes on what waits when it is flushed, once", () => {
    const clock = new HandClock();
    const passed: number[] = [];
    const throttle = new Throttle<number>((value) => passed.push(value), 250, clock);
    throttle.add(1);
    throttle.add(2);
    throttle.add(3);
    expect(passed).toEqual([1]);
    throttle.flush();
    throttle.flush();
    clock.turnTo(10_000);
    expect(passed).toEqual([1, 3]);
  });
});
