import { rateLimitHeaders } from "./rate-limit";
import type { RequestState } from "./request-state";

const ALWAYS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** The defaults, unless the route says otherwise: caches keep nothing, and an answer shown as a page loads nothing. */
const UNLESS_SET: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
};

/** Adds the headers common to all answers. */
export function addHeaders(headers: Headers, state: RequestState): void {
  for (const name in ALWAYS) headers.set(name, ALWAYS[name]!);
  for (const name in UNLESS_SET) if (!headers.has(name)) headers.set(name, UNLESS_SET[name]!);
  headers.set("X-Request-Id", state.id);
  if (!state.allowance) return;
  const limit = rateLimitHeaders(state.allowance);
  for (const name in limit) headers.set(name, limit[name]!);
}
