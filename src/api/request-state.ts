import { clientAddress } from "./client-address";
import type { Allowance } from "./rate-limit";
import type { Route } from "./route";

/** Facts about a request, collected for its answer's headers, the log and the counters. */
export interface RequestState {
  readonly id: string;
  /** The path without the query. */
  readonly path: string;
  /** Where the caller is, for counting tries: an IPv4 address or an IPv6 network. */
  readonly address: string;
  /** `performance.now()` on arrival. */
  readonly startedAt: number;
  /** Lets the connection stay silent for longer. */
  readonly keepOpen: () => void;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  route: Route | null;
  tenant: string;
  /** The caller, never a secret. */
  caller: string;
  allowance: Allowance | null;
}

const ID = /^[A-Za-z0-9._-]{1,128}$/;

/** The state on arrival. Keeps the caller's `X-Request-Id` if it is harmless. */
export function newRequestState(request: Request, keepOpen: () => void, peer: string): RequestState {
  const sent = request.headers.get("x-request-id");
  return {
    id: sent !== null && ID.test(sent) ? sent : Bun.randomUUIDv7(),
    path: pathOf(request.url),
    address: clientAddress(peer, request.headers.get("x-forwarded-for")),
    startedAt: performance.now(),
    keepOpen,
    signal: request.signal,
    route: null,
    tenant: "",
    caller: "",
    allowance: null,
  };
}

function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const end = url.indexOf("?", start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}
