import type { BlobPlace } from "../../store/blobs";

/** A file of a data set, for the worker. */
export interface FileToSearch {
  readonly id: string;
  readonly datasetId: string;
  /** The tenant's name for it. */
  readonly fileName: string;
  readonly key: string;
  readonly mappingKey: string | null;
  /** Of a customers' file, the column that names the customer, by position; null for order lines. */
  readonly keyColumn: number | "unknown" | null;
  /** It holds a query of a warehouse, and nobody's rows. */
  readonly isQuery: boolean;
}

/** What a worker needs to erase. Paths are object keys. */
export type ErasureTask = BlobPlace & {
  readonly storePath: string;
  readonly tenant: string;
  readonly job: string;
} & (
    | {
        readonly scope: "customer";
        readonly customerId: string;
        /** When this run began, milliseconds since 1970. */
        readonly begunAt: number;
        /** The person's e-mail addresses that an earlier attempt found; null if there were none. */
        readonly emails: readonly string[] | null;
        readonly uploads: readonly FileToSearch[];
        readonly modelPrefixes: readonly string[];
        readonly outputKeys: readonly string[];
        /** Files that an earlier attempt rewrote, or was about to. */
        readonly noted: readonly string[];
        /** Only make the copies without the person, for this server to put in place. */
        readonly prepares?: true;
        /** The copies that another machine has made. */
        readonly prepared?: PreparedErasure;
      }
    | { readonly scope: "tenant" }
    /** An earlier attempt removed files and rows, but the store's file may still hold traces of them. */
    | { readonly scope: "rest" }
  );

/** What another machine found and made: it changes nothing that others see. */
export interface Preparation {
  readonly emails: readonly string[];
  /** Files to be replaced by their copies or, if they cannot be read, deleted: what to record, by key. */
  readonly notes: ReadonlyMap<string, FileNote>;
}

export interface PreparedErasure extends Preparation {
  /** The copies in the exchange, by key. */
  readonly copies: ReadonlyMap<string, { readonly at: string; readonly sha256: string }>;
  /** What was exchanged about this erasure is no leftover. */
  readonly exchanged: string;
}

/** What was removed from a file, recorded under its key before the file is replaced. */
export type FileNote =
  | {
      readonly type: "dataset";
      readonly dataset_id: string;
      readonly file_id: string;
      readonly file_name: string;
      readonly rows_removed: number;
      /** In other customers' rows. */
      readonly addresses_removed: number;
      readonly unreadable_rows_removed: number;
      readonly unread_parts_removed: boolean;
    }
  | {
      readonly type: "dataset deleted";
      readonly dataset_id: string;
      readonly file_id: string;
      readonly file_name: string;
      readonly reason: string;
    }
  | { readonly type: "table" | "batch"; readonly rows_removed: number }
  /** Unreferenced files, or all of a tenant's. */
  | { readonly type: "leftover" | "folder"; readonly files: number; readonly bytes: number };

/** An upload's state after the rewrite. */
export interface UploadFacts {
  readonly id: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The new parts of its inspection. */
  readonly seen: Readonly<Record<string, unknown>>;
}

/** What a worker records before doing it. */
export type ErasureStep =
  /** Kept until the rows are gone, because a later attempt finds no addresses in rewritten files. */
  | { readonly type: "emails"; readonly emails: readonly string[] }
  | { readonly type: "file"; readonly key: string; readonly note: FileNote }
  /** The files are done; the rows come next. */
  | { readonly type: "rows"; readonly files: readonly UploadFacts[]; readonly emails: readonly string[] };
