import { createHmac, randomBytes } from "node:crypto";

/**
 * What is kept of an erased person: who has the id can tell that it was this one, and nobody can read the id from it.
 */
export interface CustomerMark {
  readonly algorithm: "HMAC-SHA256";
  /** The key of the HMAC, as text. */
  readonly salt: string;
  /** Of the id's UTF-8 bytes, in hex. */
  readonly hash: string;
}

/** A mark of its own for each erasure: two of them do not tell that they were about the same person. */
export function markOf(customerId: string, salt = randomBytes(16).toString("hex")): CustomerMark {
  const hash = createHmac("sha256", salt).update(customerId).digest("hex");
  return { algorithm: "HMAC-SHA256", salt, hash };
}

export function isMarked({ salt, hash }: CustomerMark, customerId: string): boolean {
  return markOf(customerId, salt).hash === hash;
}
