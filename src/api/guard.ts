import type { Authenticator } from "../auth/principal";
import { includesRole, isTenantId, type Principal } from "../auth/principal";
import { BadRequestError, ForbiddenError, TooManyRequestsError } from "./errors";
import type { RateLimit } from "./rate-limit";
import type { RequestState } from "./request-state";
import type { Route } from "./route";

/** The caller, and the tenant of the call. */
interface Caller {
  readonly tenant: string;
  readonly principal: Principal | null;
}

/**
 * Lets a request through to its route or throws, in this order: 401 unknown caller, 400 missing or impossible tenant,
 * 403 another tenant's caller or too low a role, 429 too many requests. The body has not been read yet.
 */
export class Guard {
  constructor(
    private readonly authenticate: Authenticator,
    private readonly rateLimit: RateLimit | null,
    private readonly now: () => number,
    /** Whose link the signed URL is; null for an unsigned one. Throws a RangeError if the link is not valid. */
    private readonly tenantOfLink: (url: string, path: string, now: number) => string | null,
  ) {}

  async admit(route: Route, request: Request, state: RequestState): Promise<Caller> {
    const named = request.headers.get("x-tenant-id");
    if (route.access === "public") {
      return { tenant: named !== null && isTenantId(named) ? named : "", principal: null };
    }
    const principal = this.#byLink(route, request, state) ?? (await this.authenticate(request));
    state.caller = principal.name;
    const isKnown = principal.via === "session" || (route.tenantOfCaller && principal.via !== "open");
    const isTold = route.serverWide || principal.via === "link" || (named === null && isKnown);
    const tenant = isTold ? principal.tenant : tenantOf(named);
    state.tenant = tenant;
    if (principal.tenant !== tenant) throw new ForbiddenError("The caller does not belong to this tenant.");
    if (!includesRole(principal.role, route.access)) {
      throw new ForbiddenError(`This needs the role ${route.access}; the caller is ${principal.role}.`);
    }
    this.#count(tenant, state);
    return { tenant, principal };
  }

  #byLink(route: Route, request: Request, { path }: RequestState): Principal | null {
    if (!route.byLink) return null;
    try {
      const tenant = this.tenantOfLink(request.url, path, this.now());
      return tenant === null ? null : { via: "link", name: "link", tenant, role: "business" };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ForbiddenError(`This link no longer works: ${error.message}. Ask for a new one.`);
    }
  }

  #count(tenant: string, state: RequestState): void {
    if (!this.rateLimit) return;
    state.allowance = this.rateLimit.take(tenant, this.now());
    const { allowed, limit, retryAfterSeconds } = state.allowance;
    if (!allowed) throw new TooManyRequestsError(limit, retryAfterSeconds);
  }
}

function tenantOf(header: string | null): string {
  if (!header) throw new BadRequestError("Missing tenant id");
  if (!isTenantId(header)) {
    throw new BadRequestError("X-Tenant-Id must be 1 to 128 letters, digits, _ or -.");
  }
  return header;
}
