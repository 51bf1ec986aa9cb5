import { Attempts } from "../auth/attempts";
import { MINUTE_MS } from "../time";

/** What a tenant has left after a request. */
export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until the full limit is available again. */
  readonly resetSeconds: number;
  /** Until one more request is allowed; 0 if one is. */
  readonly retryAfterSeconds: number;
}

/** Limits each tenant's requests per minute. */
export class RateLimit {
  readonly #requests: Attempts;

  constructor(requestsPerMinute: number) {
    this.#requests = new Attempts(requestsPerMinute, MINUTE_MS);
  }

  /** Counts a request of the tenant if it is allowed. `now`: milliseconds since 1970. */
  take(tenant: string, now: number): Allowance {
    const allowed = this.#requests.take(tenant, now) === 0;
    const { tries, resetSeconds, waitSeconds } = this.#requests.left(tenant, now);
    return {
      allowed,
      limit: this.#requests.most,
      remaining: tries,
      resetSeconds,
      retryAfterSeconds: waitSeconds,
    };
  }
}

/**
 * The fields of draft-ietf-httpapi-ratelimit-headers (`RateLimit-Policy`, `RateLimit`, since revision 08), and the
 * three of earlier revisions that existing clients read.
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
