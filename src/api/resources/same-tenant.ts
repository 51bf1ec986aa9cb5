import { ForbiddenError } from "../errors";

/** Throws where a body speaks for another tenant than the request. */
export function requireSameTenant(inBody: string | undefined, tenant: string): void {
  if (inBody !== undefined && inBody !== tenant) {
    throw new ForbiddenError(
      "tenant_id is another tenant than X-Tenant-Id. Send both alike, or leave tenant_id out.",
    );
  }
}
