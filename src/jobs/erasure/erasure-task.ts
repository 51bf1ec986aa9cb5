import type { BlobPlace } from "../../store/blobs";

/** A file of a data set, for the worker. */
export interface FileToSearch {
  readonly id: string;
  readonly datasetId: string;
  /** As the tenant calls it. */
  readonly fileName: string;
  readonly key: string;
  readonly mappingKey: string | null;
}

/** What a worker needs to erase. Places are object keys. */
export type ErasureTask = BlobPlace & {
  readonly storePath: string;
  readonly tenant: string;
} & (
    | {
        readonly scope: "customer";
        readonly customerId: string;
        /** The person's e-mail addresses as an earlier attempt has found them; null where none was known. */
        readonly emails: readonly string[] | null;
        readonly uploads: readonly FileToSearch[];
        readonly modelPrefixes: readonly string[];
        readonly outputKeys: readonly string[];
        /** Files that an earlier attempt has rewritten, or was about to. */
        readonly noted: readonly string[];
      }
    | { readonly scope: "tenant" }
    /** Files and rows are gone by an earlier attempt; what the store's file still holds of them is not. */
    | { readonly scope: "rest" }
  );

/** What was taken out of a file, noted under its key before the file is replaced. */
export type FileNote =
  | {
      readonly type: "dataset";
      readonly dataset_id: string;
      readonly file_id: string;
      readonly file_name: string;
      readonly rows_removed: number;
      /** From rows of others. */
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
  /** Files that nothing refers to, or all of a tenant's. */
  | { readonly type: "leftover" | "folder"; readonly files: number; readonly bytes: number };

/** How an upload is after it was rewritten. */
export interface UploadFacts {
  readonly id: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** What of its inspection is new. */
  readonly seen: Readonly<Record<string, unknown>>;
}

/** What a worker has written down before it does it. */
export type ErasureStep =
  /** Kept until the rows are gone: a later attempt finds no address in files that are rewritten already. */
  | { readonly type: "emails"; readonly emails: readonly string[] }
  | { readonly type: "file"; readonly key: string; readonly note: FileNote }
  /** The files are done: the rows are to go. */
  | { readonly type: "rows"; readonly files: readonly UploadFacts[]; readonly emails: readonly string[] };
