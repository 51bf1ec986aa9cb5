import type { ApiKeyRepository } from "../store/api-keys";
import type { SessionRepository } from "../store/sessions";
import { HOUR_MS } from "../time";
import { principalOfKey } from "./api-keys";
import { type Authenticator, isTenantId } from "./principal";
import { hashOf, newSecret } from "./secrets";

/** Holds random bits where callers sign in, and the tenant's id with `AUTH=open`. */
export const SESSION_COOKIE = "perennial_session";
/** How long a browser stays signed in. */
export const SESSION_MS = 12 * HOUR_MS;

/** What signing in looks up. */
export interface SignInStore {
  readonly apiKeys: ApiKeyRepository;
  readonly sessions: SessionRepository;
}

/** Signs a browser in by an API key: the value of its cookie, or null where the key does not hold. */
export function openSession({ apiKeys, sessions }: SignInStore, key: string, now: number): string | null {
  const principal = principalOfKey(apiKeys, key);
  if (!principal) return null;
  const secret = newSecret();
  const expiresAt = now + SESSION_MS;
  sessions.insert(hashOf(secret), { tenant: principal.tenant, keyPrefix: principal.name, expiresAt }, now);
  return secret;
}

export function closeSession({ sessions }: Pick<SignInStore, "sessions">, request: Request): void {
  const secret = sessionCookie(request);
  if (secret) sessions.delete(hashOf(secret));
}

/** The `Set-Cookie` of a session; an empty value takes it away. Scripts cannot read it, other sites do not send it. */
export function sessionSetCookie(value: string, isSecure: boolean): string {
  const maxAge = value === "" ? 0 : SESSION_MS / 1000;
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${isSecure ? "; Secure" : ""}`;
}

/** Takes the session cookie where a browser sends one and no other credentials come along; else asks `others`. */
export function withSessions(
  others: Authenticator,
  { apiKeys, sessions }: SignInStore,
  now: () => number,
): Authenticator {
  return (request) => {
    const secret = sessionCookie(request);
    const { headers } = request;
    if (!secret || headers.has("authorization") || headers.has("x-api-key")) return others(request);
    const session = sessions.find(hashOf(secret), now());
    const key = session && apiKeys.findByPrefix(session.keyPrefix);
    if (!key || key.revokedAt !== null) return others(request);
    return { via: "session", name: key.prefix, tenant: key.tenant, role: key.role };
  };
}

/** The tenant that the cookie of a browser names; null without one. Only where every caller is trusted. */
export function trustedTenantOf(request: Request): string | null {
  const chosen = sessionCookie(request);
  return chosen && isTenantId(chosen) ? chosen : null;
}

/** What the session cookie of the request holds; null without one. */
export function sessionCookie(request: Request): string | null {
  const cookies = request.headers.get("cookie");
  const found =
    cookies && new RegExp(`(?:^|; *)${SESSION_COOKIE}=([A-Za-z0-9_-]{1,128})(?:;|$)`).exec(cookies);
  return found ? found[1]! : null;
}
