import type { DocumentKey } from "../store/mirror";

/** Ids that Firestore keeps for itself. */
const RESERVED = /^(\.|\.\.|__.*__)$/;

/**
 * An id as Firestore takes it for a document: itself, but for what may not be in one. A slash, and a percent sign, are
 * written as in an address; so is the first character of an id that Firestore keeps for itself.
 */
export function documentName(id: string): string {
  const named = id.replace(/[%/]/g, encodeURIComponent);
  return RESERVED.test(id) ? named.replace(/^[._]/, (first) => (first === "." ? "%2E" : "%5F")) : named;
}

/** The id that `documentName` was given. */
export function idOf(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // Not one of ours: no id is like it.
    return name;
  }
}

export function documentPath({ tenant, collection, id }: DocumentKey): string {
  const root = `tenants/${documentName(tenant)}`;
  return collection === "tenants" ? root : `${root}/${collection}/${documentName(id)}`;
}
