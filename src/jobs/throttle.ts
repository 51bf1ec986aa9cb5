import { type Clock, systemClock } from "../loop";

/**
 * Passes on values at most once in `intervalMs`: the first at once, then the newest when the interval is over. The
 * newest always arrives, at the latest with `flush`.
 */
export class Throttle<T> {
  #waiting: { readonly value: T } | null = null;
  #last = -Infinity;
  #stop: (() => void) | null = null;

  constructor(
    private readonly pass: (value: T) => void,
    private readonly intervalMs: number,
    private readonly clock: Pick<Clock, "now" | "after"> = systemClock,
  ) {}

  add(value: T): void {
    this.#waiting = { value };
    if (this.#stop) return;
    const wait = this.#last + this.intervalMs - this.clock.now();
    if (wait <= 0) this.flush();
    else this.#stop = this.clock.after(wait, () => this.flush());
  }

  /** Passes on the value that waits, if one does. */
  flush(): void {
    this.#stop?.();
    this.#stop = null;
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = null;
    this.#last = this.clock.now();
    this.pass(waiting.value);
  }
}
