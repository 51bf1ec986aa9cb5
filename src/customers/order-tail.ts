import { DAY_MS } from "../time";
import type { Purchases } from "./purchases";

const WINDOW_DAYS = 30;
/** Fewer earlier windows do not show what is usual. */
const LEAST_WINDOWS = 3;

/** How busy the end of a file is compared with the time before. */
export interface OrderTail {
  /** Orders in the last 30 days, including the newest. */
  readonly recent: number;
  /** The median of the orders per 30 days before, over windows with any; null with fewer than three of them. */
  readonly usual: number | null;
}

/**
 * Counts the orders of the last 30 days and of each full 30 days before them, back to the oldest order. Windows without
 * an order are left out of the median: one misdated order in the future would create many of them.
 */
export class OrderWindows {
  readonly #counts: Float64Array | null;

  /** `oldest` and `newest` are the first and the last order, milliseconds since 1970. */
  constructor(
    oldest: number,
    private readonly newest: number,
  ) {
    const windows = Math.floor((newest - oldest) / (WINDOW_DAYS * DAY_MS));
    this.#counts = windows >= 0 ? new Float64Array(windows + 1) : null;
  }

  /** Adds the orders of customers, who may be a part of the shop's. */
  add({ time, opensOrder }: Purchases): void {
    if (!this.#counts) return;
    for (let i = 0; i < time.length; i++) {
      const window = Math.floor((this.newest - time[i]!) / (WINDOW_DAYS * DAY_MS));
      this.#counts[window]! += opensOrder[i]!;
    }
  }

  get tail(): OrderTail {
    const counts = this.#counts;
    if (!counts) return { recent: 0, usual: null };
    // The last count is of an unfinished window; the first is the tail itself.
    const before = counts
      .subarray(1, counts.length - 1)
      .filter((count) => count > 0)
      .sort();
    const middle = before.length / 2;
    const usual =
      before.length < LEAST_WINDOWS
        ? null
        : (before[Math.ceil(middle) - 1]! + before[Math.floor(middle)]!) / 2;
    return { recent: counts[0]!, usual };
  }
}
