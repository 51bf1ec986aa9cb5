import type { Clock } from "../src/loop";

/** A clock that the test turns, and that never draws anything but 0. */
export class HandClock implements Clock {
  /** How long was waited, each time that something began to wait. */
  readonly waits: number[] = [];
  readonly #timers = new Map<() => void, number>();

  constructor(public time = 0) {}

  readonly now = () => this.time;
  readonly random = () => 0;

  readonly after = (ms: number, call: () => void) => {
    this.waits.push(ms);
    this.#timers.set(call, this.time + ms);
    return () => void this.#timers.delete(call);
  };

  /** Turns the clock to `time`, and makes the calls that are due by then. */
  turnTo(time: number): void {
    this.time = time;
    for (const [call, at] of [...this.#timers]) {
      if (at > time) continue;
      this.#timers.delete(call);
      call();
    }
  }

  /** Turns the clock by `ms`. */
  turn(ms: number): void {
    this.turnTo(this.time + ms);
  }
}
