import { type Clock, systemClock } from "../loop";

/**
 * Passes on a value at most once per `intervalMs`: the first at once, then the newest after each interval. The newest
 * always gets through, at the latest with `flush`.
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

  /** Passes on the waiting value, if there is one. */
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
