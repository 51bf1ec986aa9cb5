import { createHash, randomBytes } from "node:crypto";

/** 256 random bits as 43 letters that may stand in a cookie or a link. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Whether `text` has the form of one. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/**
 * What the store knows a secret by: its SHA-256. A slow hash protects what people choose, by making each guess dear; of 256 random
 * bits none can be guessed.
 */
export function hashOf(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}
