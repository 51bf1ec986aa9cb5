/** What somebody may do, each including those before it: read and predict; train and manage models; erase and hand out keys. */
export const ROLES = ["business", "analyst", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who a request is from. */
export interface Principal {
  /** How it was told: a trusted header, an API key, a Firebase ID token, the cookie of a browser that signed in, a signed link. */
  readonly via: "open" | "key" | "firebase" | "session" | "link";
  /** For logs and rate limits: the tenant id, the key's prefix, the user id. Never a secret. */
  readonly name: string;
  readonly tenant: string;
  readonly role: Role;
}

/** Tells who a request is from. Throws an UnauthenticatedError where nobody can tell. */
export type Authenticator = (request: Request) => Principal | Promise<Principal>;

/** Whether `role` includes `needed`. */
export function includesRole(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Whether `text` can be a tenant's id: 1 to 128 letters, digits, `_` and `-`; never a path. */
export function isTenantId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text);
}
