import { ForbiddenError } from "../errors";

/** Throws if the body names another tenant than the request. */
export function requireSameTenant(inBody: string | undefined, tenant: string): void {
  if (inBody !== undefined && inBody !== tenant) {
    throw new ForbiddenError(
      "tenant_id differs from X-Tenant-Id. Send the same tenant in both, or leave tenant_id out.",
    );
  }
}
