import { createHash, randomBytes } from "node:crypto";

/** 256 random bits as 43 letters that are safe in a cookie or a link. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Whether `text` has the form of one. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/**
 * The SHA-256 by which the store recognises a secret. A slow hash protects passwords by making each guess expensive;
 * 256 random bits cannot be guessed.
 */
export function hashOf(secret: string): Uint8Array {
  return createHash("sha256").update(secret).digest();
}
