import { randomBytes } from "node:crypto";
import { HOUR_MS } from "../../time";

/** How long the old secret keeps signing beside a new one. */
export const OVERLAP_MS = 24 * HOUR_MS;

/** A new secret in the form of Standard Webhooks: 256 random bits. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}
