import { isTenantId, ROLES, type Role } from "./principal";
import { UnauthenticatedError } from "./unauthenticated";

/** What an account's custom claims grant. */
export interface Claim {
  readonly tenant: string;
  readonly role: Role;
}

/**
 * The custom claims `tenant_id` and `role`; null without a tenant, `business` without a role. Throws an
 * UnauthenticatedError if they are present but invalid: they were set for a reason, and a membership must not replace
 * them.
 */
export function readClaim({ tenant_id: tenant, role }: Readonly<Record<string, unknown>>): Claim | null {
  if (tenant === undefined || tenant === null) return null;
  if (typeof tenant !== "string" || !isTenantId(tenant)) {
    throw new UnauthenticatedError(
      "The ID token names an invalid tenant. An administrator must set the custom claim tenant_id.",
    );
  }
  const known = ROLES.find((name) => name === (role ?? "business"));
  if (!known) throw new UnauthenticatedError(`The ID token's role is not one of ${ROLES.join(", ")}.`);
  return { tenant, role: known };
}
