/** How long to wait after failures before the next try. */
export interface RetryPolicy {
  /** After the first failure, the second and so on. */
  readonly pausesMs: readonly number[];
  /** After the last pause: give up, or keep using the last pause. */
  readonly afterLast: "give up" | "go on";
  /**
   * A pause is randomly longer by up to this share, or shorter if it is negative, so that tries that failed together do
   * not return together.
   */
  readonly spread: number;
}

/** Doubles the pause after each failure, for as long as it takes. */
export function doubling(firstMs: number, mostMs: number): RetryPolicy {
  const pausesMs = [firstMs];
  while (pausesMs.at(-1)! < mostMs) pausesMs.push(Math.min(mostMs, 2 * pausesMs.at(-1)!));
  return { pausesMs, afterLast: "go on", spread: -0.5 };
}

/**
 * How long to wait after `failures` failures in a row, from 1; at least `askedMs`, if the other side asks for that.
 * `random` is 0 to 1. Null: give up.
 */
export function pauseAfter(
  { pausesMs, afterLast, spread }: RetryPolicy,
  failures: number,
  random: number,
  askedMs = 0,
): number | null {
  const pause = pausesMs[failures - 1] ?? (afterLast === "go on" ? pausesMs.at(-1) : undefined);
  return pause === undefined ? null : Math.max(Math.round(pause * (1 + spread * random)), askedMs);
}
