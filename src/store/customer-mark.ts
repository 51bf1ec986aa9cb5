import { createHmac, randomBytes } from "node:crypto";

/**
 * What we keep of an erased person. Anyone who has the id can check that it was this person, but nobody can read the id
 * from it.
 */
export interface CustomerMark {
  readonly algorithm: "HMAC-SHA256";
  /** The key of the HMAC, as text. */
  readonly salt: string;
  /** The HMAC of the id's UTF-8 bytes, in hex. */
  readonly hash: string;
}

/** Every erasure gets a different mark, so that two of them do not reveal that they were about the same person. */
export function markOf(customerId: string, salt = randomBytes(16).toString("hex")): CustomerMark {
  const hash = createHmac("sha256", salt).update(customerId).digest("hex");
  return { algorithm: "HMAC-SHA256", salt, hash };
}

export function isMarked({ salt, hash }: CustomerMark, customerId: string): boolean {
  return markOf(customerId, salt).hash === hash;
}
