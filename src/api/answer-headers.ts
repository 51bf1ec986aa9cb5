import { rateLimitHeaders } from "./rate-limit";
import type { RequestState } from "./request-state";

const ALWAYS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/**
 * What holds unless the route says otherwise: nothing is kept by caches, and no answer is a page that loads anything.
 */
const UNLESS_SET: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
};

/** Adds the headers that every answer has. */
export function addHeaders(headers: Headers, state: RequestState): void {
  for (const name in ALWAYS) headers.set(name, ALWAYS[name]!);
  for (const name in UNLESS_SET) if (!headers.has(name)) headers.set(name, UNLESS_SET[name]!);
  headers.set("X-Request-Id", state.id);
  if (!state.allowance) return;
  const limit = rateLimitHeaders(state.allowance);
  for (const name in limit) headers.set(name, limit[name]!);
}
