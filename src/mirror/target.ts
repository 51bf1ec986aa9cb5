import type { Collection, DocumentKey } from "../store/mirror";
import type { Fields } from "./fields";

/** A document's new content, or null to delete it. */
export interface Write {
  readonly key: DocumentKey;
  readonly fields: Fields | null;
  /** The number of its change. The same number is never written twice. */
  readonly version: number;
}

/** The destination of the documents. */
export interface MirrorTarget {
  /** The destination's name for people. */
  readonly name: string;
  /**
   * Writes all of them or none. Skips a document that already has the given version, and lets no other write in
   * between. Returns how many were written or deleted.
   */
  apply(writes: readonly Write[]): Promise<number>;
  /** The tenants with a document, or documents below it. */
  tenants(): AsyncIterable<string>;
  /** The documents of a tenant's collection, or only their ids. */
  documents(
    tenant: string,
    collection: Collection,
    what: "ids" | "fields",
  ): AsyncIterable<{ readonly id: string; readonly fields: Fields }>;
  /** Null for missing ones. In the requested order. */
  find(keys: readonly DocumentKey[]): Promise<(Fields | null)[]>;
  close(): Promise<void>;
}
