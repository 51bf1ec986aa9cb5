/**
 * What a caller may do, each role including those before: read and predict; train and manage models; erase and issue
 * keys.
 */
export const ROLES = ["business", "analyst", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** The caller of a request. */
export interface Principal {
  /**
   * How they were identified: a trusted header, an API key, a Firebase ID token, a signed-in browser's cookie, a signed
   * link.
   */
  readonly via: "open" | "key" | "firebase" | "session" | "link";
  /** For logs and rate limits: the tenant id, the key's prefix, the user id. Never a secret. */
  readonly name: string;
  readonly tenant: string;
  readonly role: Role;
}

/** Identifies the sender of a request. Throws an UnauthenticatedError if that is not possible. */
export type Authenticator = (request: Request) => Principal | Promise<Principal>;

/** Whether `role` includes `needed`. */
export function includesRole(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Whether `text` can be a tenant's id: 1 to 128 letters, digits, `_` and `-`; never a path. */
export function isTenantId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text);
}
