import { MINUTE_MS } from "../time";

/** What is left to a tenant after a request. */
export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until the whole limit is there again. */
  readonly resetSeconds: number;
  /** Until there is one request more; 0 where there is one. */
  readonly retryAfterSeconds: number;
}

/** Keeps sums of fractions of a millisecond from counting as one more. */
const ROUNDING = 1e-6;

/**
 * A token bucket a tenant: it holds a minute's requests and fills up evenly, so that a burst is possible and the rate over time is
 * the limit. Of each bucket one number is kept, the moment at which it will be full again (the generic cell rate algorithm).
 */
export class RateLimit {
  readonly #fullAt = new Map<string, number>();
  /** In which one request is allowed. */
  readonly #intervalMs: number;
  /** When those whose buckets are full again are forgotten. */
  #sweepAt = 0;

  constructor(readonly requestsPerMinute: number) {
    this.#intervalMs = MINUTE_MS / requestsPerMinute;
  }

  /** Counts a request of the tenant where it is allowed. `now`: milliseconds since 1970. */
  take(tenant: string, now: number): Allowance {
    const fullAt = this.#fullAt.get(tenant) ?? now;
    // A clock that was put back must not keep anybody waiting for longer than a minute.
    let missingMs = Math.min(Math.max(fullAt - now, 0), MINUTE_MS);
    const allowed = missingMs + this.#intervalMs <= MINUTE_MS + ROUNDING;
    if (allowed) missingMs += this.#intervalMs;
    this.#keep(tenant, now + missingMs, now);
    const remaining = Math.floor((MINUTE_MS - missingMs) / this.#intervalMs + ROUNDING);
    const untilNextMs = missingMs + this.#intervalMs - MINUTE_MS;
    return {
      allowed,
      limit: this.requestsPerMinute,
      remaining,
      resetSeconds: Math.ceil(missingMs / 1000 - ROUNDING),
      retryAfterSeconds: remaining > 0 ? 0 : Math.max(1, Math.ceil(untilNextMs / 1000 - ROUNDING)),
    };
  }

  /** How many tenants are remembered. */
  get size(): number {
    return this.#fullAt.size;
  }

  #keep(tenant: string, fullAt: number, now: number): void {
    if (now >= this.#sweepAt) {
      for (const [name, at] of this.#fullAt) if (at <= now) this.#fullAt.delete(name);
      this.#sweepAt = now + MINUTE_MS;
    }
    this.#fullAt.set(tenant, fullAt);
  }
}

/**
 * The fields of draft-ietf-httpapi-ratelimit-headers (`RateLimit-Policy`, `RateLimit`, since revision 08), and the three of its
 * earlier revisions that clients in the field read.
 */
export function rateLimitHeaders({ limit, remaining, resetSeconds }: Allowance): Record<string, string> {
  return {
    "RateLimit-Policy": `"tenant";q=${limit};w=${MINUTE_MS / 1000}`,
    RateLimit: `"tenant";r=${remaining};t=${resetSeconds}`,
    "RateLimit-Limit": String(limit),
    "RateLimit-Remaining": String(remaining),
    "RateLimit-Reset": String(resetSeconds),
  };
}
