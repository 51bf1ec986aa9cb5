/** How long is waited after failures before the next try. */
export interface RetryPolicy {
  /** After the first failure, the second and so on. */
  readonly pausesMs: readonly number[];
  /** After the last of them: no more tries, or the last pause again and again. */
  readonly afterLast: "give up" | "go on";
  /**
   * By chance a pause is up to this share longer, or shorter where it is below 0: what failed together does not come
   * back together.
   */
  readonly spread: number;
}

/** Twice as long after each failure, for as long as it takes. */
export function doubling(firstMs: number, mostMs: number): RetryPolicy {
  const pausesMs = [firstMs];
  while (pausesMs.at(-1)! < mostMs) pausesMs.push(Math.min(mostMs, 2 * pausesMs.at(-1)!));
  return { pausesMs, afterLast: "go on", spread: -0.5 };
}

/**
 * How long to wait after so many failures, 1 being the first; at least for `askedMs`, where the other side asks for
 * that. `random` is 0 to 1. Null where nothing is tried any more.
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
