import { Attempts } from "../auth/attempts";
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

/** How often each tenant may ask in a minute. */
export class RateLimit {
  readonly #requests: Attempts;

  constructor(requestsPerMinute: number) {
    this.#requests = new Attempts(requestsPerMinute, MINUTE_MS);
  }

  /** Counts a request of the tenant where it is allowed. `now`: milliseconds since 1970. */
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
 * three of its earlier revisions that clients in the field read.
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
