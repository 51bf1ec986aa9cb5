import type { Collection, DocumentKey } from "../store/mirror";
import type { Fields } from "./fields";

/** A document that is to be as `fields` say, or not to be where they are null. */
export interface Write {
  readonly key: DocumentKey;
  readonly fields: Fields | null;
  /** Number of the change that it is of. The same number is never written twice. */
  readonly version: number;
}

/** Where the documents go. */
export interface MirrorTarget {
  /** Where that is, for people. */
  readonly name: string;
  /**
   * Writes all of them or none. A document that is of the given version already is left alone, and nobody else's write
   * comes in between. Answers how many were written or deleted.
   */
  apply(writes: readonly Write[]): Promise<number>;
  /** The tenants that have a document, or documents below it. */
  tenants(): AsyncIterable<string>;
  /** The documents of a tenant's collection, or their ids alone. */
  documents(
    tenant: string,
    collection: Collection,
    what: "ids" | "fields",
  ): AsyncIterable<{ readonly id: string; readonly fields: Fields }>;
  /** Null for those that are not there. In the order that is asked for. */
  find(keys: readonly DocumentKey[]): Promise<(Fields | null)[]>;
  close(): Promise<void>;
}
