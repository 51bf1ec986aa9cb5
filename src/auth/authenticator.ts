import type { Config } from "../config";
import type { ApiKeyRepository } from "../store/api-keys";
import { principalOfKey } from "./api-keys";
import type { FirebaseSignIn } from "./firebase";
import type { People } from "./people";
import type { Authenticator, Principal } from "./principal";
import { type SignInStore, trustedTenantOf, withSessions } from "./sessions";
import { UnauthenticatedError } from "./unauthenticated";

/** The authenticator that `AUTH` asks for. */
export function authenticatorFor(
  config: Config,
  store: SignInStore,
  people: People | null,
  now: () => number = Date.now,
): Authenticator {
  switch (config.auth) {
    case "open":
      return openAuthenticator;
    case "keys":
      return withSessions(keyAuthenticator(store.apiKeys), store, now);
    case "firebase":
      if (!people) throw new RangeError("AUTH=firebase without what signs people in");
      return people.sessions.authenticatorBefore(firebaseAuthenticator(people.firebase));
  }
}

/** Whoever calls is an administrator of the tenant that `X-Tenant-Id` names, or the cookie of their browser. */
function openAuthenticator(request: Request): Principal {
  const named = request.headers.get("x-tenant-id");
  const chosen = named === null ? trustedTenantOf(request) : null;
  const tenant = named ?? chosen ?? "";
  return { via: chosen === null ? "open" : "session", name: tenant, tenant, role: "admin" };
}

/** Takes API keys, as `Authorization: Bearer pk_…` or `X-Api-Key: pk_…`. */
export function keyAuthenticator(apiKeys: ApiKeyRepository): Authenticator {
  return (request) => {
    const key = request.headers.get("x-api-key") ?? bearerToken(request);
    if (!key) {
      throw new UnauthenticatedError(
        'Send an API key, as "Authorization: Bearer pk_…" or "X-Api-Key: pk_…". "perennial keys create" makes one.',
      );
    }
    const principal = principalOfKey(apiKeys, key);
    if (!principal) throw new UnauthenticatedError("The API key is not known or was revoked.");
    return principal;
  };
}

/** Takes Firebase ID tokens, as `Authorization: Bearer …`. Of several tenants the one that `X-Tenant-Id` names. */
export function firebaseAuthenticator(signIn: FirebaseSignIn): Authenticator {
  return async (request) => {
    const token = bearerToken(request);
    if (!token)
      throw new UnauthenticatedError('Sign in and send the ID token, as "Authorization: Bearer …".');
    return signIn.principalOf(token, request.headers.get("x-tenant-id"));
  };
}

function bearerToken(request: Request): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}
