/** A name is forgotten once all of its tries are available again; above this many, the longest idle go first. */
const MOST_REMEMBERED = 50_000;
/** Keeps sums of fractions of a millisecond from counting as one more. */
const ROUNDING = 1e-6;

/** Requests end in another order than they began. A clock that goes back by more was set back. */
const CLOCK_STEP_MS = 1000;

/** What a name has left. */
interface Left {
  readonly tries: number;
  readonly resetSeconds: number;
  readonly waitSeconds: number;
}

/**
 * Limits tries by a name, such as an address: `most` at once, and as many in `withinMs`, evenly (the generic cell rate
 * algorithm). Keeps one number a name.
 */
export class Attempts {
  readonly #fullAt = new Map<string, number>();
  readonly #intervalMs: number;
  /** The newest moment seen, and how far the clock was set back since. */
  #newest = Number.NEGATIVE_INFINITY;
  #setBackMs = 0;

  constructor(
    readonly most: number,
    readonly withinMs: number,
  ) {
    this.#intervalMs = withinMs / most;
  }

  /** Counts a try if it is allowed and returns 0; else the seconds to wait. `now`: milliseconds since 1970. */
  take(name: string, at: number): number {
    const now = this.#steady(at);
    const { waitSeconds } = this.#left(name, now);
    if (waitSeconds === 0) this.#keep(name, now + this.#missing(name, now) + this.#intervalMs, now);
    return waitSeconds;
  }

  /**
   * How many tries are left, after how many seconds all are there again, and after how many there is one: 0 where there
   * is.
   */
  left(name: string, now: number): Left {
    return this.#left(name, this.#steady(now));
  }

  #left(name: string, now: number): Left {
    const missingMs = this.#missing(name, now);
    const overMs = missingMs + this.#intervalMs - this.withinMs;
    return {
      tries: Math.floor((this.withinMs - missingMs) / this.#intervalMs + ROUNDING),
      resetSeconds: Math.ceil(missingMs / 1000 - ROUNDING),
      waitSeconds: overMs > ROUNDING ? Math.max(1, Math.ceil(overMs / 1000 - ROUNDING)) : 0,
    };
  }

  /** Takes back a counted try. */
  giveBack(name: string, at: number): void {
    const now = this.#steady(at);
    const missingMs = this.#missing(name, now) - this.#intervalMs;
    if (missingMs > ROUNDING) this.#fullAt.set(name, now + missingMs);
    else this.#fullAt.delete(name);
  }

  /** A time that goes on where a clock that is set back begins again, so that nobody waits longer for it. */
  #steady(at: number): number {
    if (at + this.#setBackMs < this.#newest - CLOCK_STEP_MS) this.#setBackMs = this.#newest - at;
    const now = at + this.#setBackMs;
    this.#newest = Math.max(this.#newest, now);
    return now;
  }

  get size(): number {
    return this.#fullAt.size;
  }

  #missing(name: string, now: number): number {
    return Math.min(Math.max((this.#fullAt.get(name) ?? now) - now, 0), this.withinMs);
  }

  #keep(name: string, fullAt: number, now: number): void {
    this.#fullAt.delete(name);
    this.#fullAt.set(name, fullAt);
    if (this.#fullAt.size <= MOST_REMEMBERED) return;
    for (const [other, at] of this.#fullAt) if (at <= now) this.#fullAt.delete(other);
    // Ordered by newest try.
    for (const other of this.#fullAt.keys()) {
      if (this.#fullAt.size <= MOST_REMEMBERED * 0.9) break;
      this.#fullAt.delete(other);
    }
  }
}
