import type { DocumentKey } from "../store/mirror";

/** Ids that Firestore reserves. */
const RESERVED = /^(\.|\.\.|__.*__)$/;

/**
 * An id in the form of a Firestore document id: unchanged except for what is not allowed. A slash, a percent sign and
 * the first character of a reserved id are percent-encoded.
 */
export function documentName(id: string): string {
  const named = id.replace(/[%/]/g, encodeURIComponent);
  return RESERVED.test(id) ? named.replace(/^[._]/, (first) => (first === "." ? "%2E" : "%5F")) : named;
}

/** The id that went into `documentName`. */
export function idOf(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // Not one of ours: no id looks like this.
    return name;
  }
}

export function documentPath({ tenant, collection, id }: DocumentKey): string {
  const root = `tenants/${documentName(tenant)}`;
  return collection === "tenants" ? root : `${root}/${collection}/${documentName(id)}`;
}
