import type { ApiKeyRepository } from "../store/api-keys";
import type { SessionRepository } from "../store/sessions";
import { HOUR_MS, MINUTE_MS } from "../time";
import { principalOfKey } from "./api-keys";
import { Attempts } from "./attempts";
import { type Authenticator, isTenantId } from "./principal";
import { hashOf, newSecret } from "./secrets";
import { TooManyTriesError } from "./too-many-tries";

/** Holds random bits if callers sign in, and the tenant's id with `AUTH=open`. */
export const SESSION_COOKIE = "perennial_session";
/** How long a browser stays signed in. */
export const SESSION_MS = 12 * HOUR_MS;

/** What signing in looks up. */
export interface SignInStore {
  readonly apiKeys: ApiKeyRepository;
  readonly sessions: SessionRepository;
}

/** The tries of each address, by the store that they were made at. */
const tries = new WeakMap<SessionRepository, Attempts>();

/**
 * Signs a browser in with an API key: the value of its cookie, or null if the key is not valid. A session that the
 * browser had before ends. Throws a TooManyTriesError after too many wrong keys from one address.
 */
export function openSession(
  { apiKeys, sessions }: SignInStore,
  key: string,
  { request, address, now }: { request: Request; address: string; now: number },
): string | null {
  const ofAddress = tries.get(sessions) ?? new Attempts(30, 15 * MINUTE_MS);
  tries.set(sessions, ofAddress);
  const waitSeconds = ofAddress.take(address, now);
  if (waitSeconds > 0) throw new TooManyTriesError(waitSeconds);
  const principal = principalOfKey(apiKeys, key);
  if (!principal) return null;
  ofAddress.giveBack(address, now);
  closeSession({ sessions }, request);
  const secret = newSecret();
  const expiresAt = now + SESSION_MS;
  sessions.insert(hashOf(secret), { tenant: principal.tenant, keyPrefix: principal.name, expiresAt }, now);
  return secret;
}

export function closeSession({ sessions }: Pick<SignInStore, "sessions">, request: Request): void {
  const secret = sessionCookie(request);
  if (secret) sessions.delete(hashOf(secret));
}

/** The `Set-Cookie` of a session; an empty value deletes it. Scripts cannot read it, and other sites do not send it. */
export function sessionSetCookie(value: string, isSecure: boolean): string {
  const maxAge = value === "" ? 0 : SESSION_MS / 1000;
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${isSecure ? "; Secure" : ""}`;
}

/** Uses the session cookie if a browser sends one without other credentials; else asks `others`. */
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

/** The tenant in a browser's cookie; null without one. Only if every caller is trusted. */
export function trustedTenantOf(request: Request): string | null {
  const chosen = sessionCookie(request);
  return chosen && isTenantId(chosen) ? chosen : null;
}

/** The content of the request's session cookie; null without one. */
export function sessionCookie(request: Request): string | null {
  const cookies = request.headers.get("cookie");
  const found =
    cookies && new RegExp(`(?:^|; *)${SESSION_COOKIE}=([A-Za-z0-9_-]{1,128})(?:;|$)`).exec(cookies);
  return found ? found[1]! : null;
}
