/** A name is forgotten once all of its tries are available again; above this many, the longest idle go first. */
const MOST_REMEMBERED = 50_000;
/** Keeps sums of fractions of a millisecond from counting as one more. */
const ROUNDING = 1e-6;

/**
 * Limits tries by a name, such as an address: `most` at once, and as many in `withinMs`, evenly (the generic cell rate
 * algorithm). Keeps one number a name.
 */
export class Attempts {
  readonly #fullAt = new Map<string, number>();
  readonly #intervalMs: number;

  constructor(
    readonly most: number,
    readonly withinMs: number,
  ) {
    this.#intervalMs = withinMs / most;
  }

  /** Counts a try if it is allowed and returns 0; else the seconds to wait. `now`: milliseconds since 1970. */
  take(name: string, now: number): number {
    const { waitSeconds } = this.left(name, now);
    if (waitSeconds === 0) this.#keep(name, now + this.#missing(name, now) + this.#intervalMs, now);
    return waitSeconds;
  }

  /**
   * How many tries are left, after how many seconds all are there again, and after how many there is one: 0 where there
   * is.
   */
  left(name: string, now: number): { tries: number; resetSeconds: number; waitSeconds: number } {
    const missingMs = this.#missing(name, now);
    const overMs = missingMs + this.#intervalMs - this.withinMs;
    return {
      tries: Math.floor((this.withinMs - missingMs) / this.#intervalMs + ROUNDING),
      resetSeconds: Math.ceil(missingMs / 1000 - ROUNDING),
      waitSeconds: overMs > ROUNDING ? Math.max(1, Math.ceil(overMs / 1000 - ROUNDING)) : 0,
    };
  }

  /** Takes back a counted try. */
  giveBack(name: string, now: number): void {
    const missingMs = this.#missing(name, now) - this.#intervalMs;
    if (missingMs > ROUNDING) this.#fullAt.set(name, now + missingMs);
    else this.#fullAt.delete(name);
  }

  get size(): number {
    return this.#fullAt.size;
  }

  #missing(name: string, now: number): number {
    // A clock that was set back must not make anyone wait longer than the window.
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
