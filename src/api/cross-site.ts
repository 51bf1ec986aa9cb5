import { isLoopback } from "../auth/exposure";
import type { Config } from "../config";
import { ForbiddenError, MisdirectedError } from "./errors";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

const CORS_REQUEST_HEADERS =
  "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Prefer, X-Api-Key, X-Request-Id, X-Tenant-Id";
const CORS_EXPOSED_HEADERS =
  "Content-Disposition, Idempotent-Replayed, Link, Location, Preference-Applied, RateLimit, RateLimit-Limit, RateLimit-Policy, " +
  "RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id";

/** What pages of other origins may do: those in `CORS_ORIGINS` everything, all others nothing. */
export class CrossSite {
  readonly #any: boolean;
  readonly #origins: ReadonlySet<string>;
  /** Accepted names in `Host`; null accepts all. */
  readonly #hosts: ((name: string) => boolean) | null;

  constructor({ corsOrigins, auth, host, allowOpenAuth }: Config) {
    this.#any = corsOrigins.includes("*");
    this.#origins = new Set(corsOrigins);
    const trustsNetwork = auth !== "open" || allowOpenAuth;
    this.#hosts = trustsNetwork ? null : (name) => isLoopback(name) || name === host;
  }

  /**
   * Throws if another site's page sent the request. For writes we check `Sec-Fetch-Site`, which a page cannot forge, or
   * `Origin` in browsers that do not send it; programs send neither. With `AUTH=open` we also refuse any host name but
   * this machine's: a page whose own name points to the loopback address (DNS rebinding) would count as same-origin.
   */
  check(request: Request): void {
    const host = request.headers.get("host") ?? "";
    if (this.#hosts && host && !this.#hosts(hostName(host))) {
      throw new MisdirectedError(
        `With AUTH=open this server answers as localhost only, not as "${host}". Set AUTH=keys, or ALLOW_OPEN_AUTH=1.`,
      );
    }
    if (SAFE_METHODS.has(request.method)) return;
    const origin = request.headers.get("origin");
    if (origin !== null && this.#allows(origin)) return;
    const site = request.headers.get("sec-fetch-site");
    if (site === "same-origin" || site === "none") return;
    if (site === null && (origin === null || hostOf(origin) === host)) return;
    throw new ForbiddenError(
      `A page of ${origin ?? "another site"} may not write here. Add its origin to CORS_ORIGINS to allow it.`,
    );
  }

  /** The answer to a preflight; null if the request is not one. */
  preflight(request: Request, methods: readonly string[]): Response | null {
    if (request.method !== "OPTIONS") return null;
    const origin = request.headers.get("origin");
    if (origin === null || !request.headers.has("access-control-request-method")) return null;
    if (!this.#allows(origin)) throw new ForbiddenError(`${origin} is not one of CORS_ORIGINS.`);
    return new Response(null, {
      status: 204,
      headers: {
        "Access-Control-Allow-Methods": methods.join(", "),
        "Access-Control-Allow-Headers": CORS_REQUEST_HEADERS,
        "Access-Control-Max-Age": "600",
      },
    });
  }

  /** Lets a page of an allowed origin read the answer. */
  mark(request: Request, headers: Headers): void {
    if (this.#origins.size === 0) return;
    headers.append("Vary", "Origin");
    const origin = request.headers.get("origin");
    if (origin === null || !this.#allows(origin)) return;
    headers.set("Access-Control-Allow-Origin", this.#any ? "*" : origin);
    headers.set("Access-Control-Expose-Headers", CORS_EXPOSED_HEADERS);
    headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  }

  #allows(origin: string): boolean {
    return this.#any || this.#origins.has(origin);
  }
}

/** `https://a.example:8000` → `a.example:8000`; empty for `null` and nonsense. */
function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : "";
}

/** `localhost:8000` → `localhost`, `[::1]:8000` → `::1`. */
function hostName(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "");
}
