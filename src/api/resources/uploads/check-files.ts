import type { FileCheck, FilesToCheck } from "../../../pipeline/reading/check-file";
import { checkFiles } from "../../../pipeline/reading/read-apart";
import type { BlobStore } from "../../../store/blobs";
import type { MappingChoice } from "../../../transactions/columns/resolve";
import type { SourceFile } from "../../../transactions/read";

/** Only the training reads larger data sets; it reports the same. */
export const MOST_CHECKED_BYTES = 256e6;

/** A file to check, by its object key. */
export interface FileOfKey {
  readonly key: string;
  readonly name: string;
  readonly mapping: MappingChoice;
  readonly dateOrder: SourceFile["dateOrder"] | null;
}

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** Checks that are running or waiting. */
export function checksWaiting(): number {
  return waiting;
}

/**
 * Reads the files of a data set as a training would. One at a time, because each needs a core and memory for its rows.
 */
export async function checkInTurn(
  blobs: BlobStore,
  files: readonly FileOfKey[],
  asked: Omit<FilesToCheck, "files">,
): Promise<FileCheck | null> {
  const check = last.then(() => checkNow(blobs, files, asked));
  waiting++;
  last = check.catch(() => {}).finally(() => waiting--);
  return check;
}

async function checkNow(
  blobs: BlobStore,
  files: readonly FileOfKey[],
  asked: Omit<FilesToCheck, "files">,
): Promise<FileCheck | null> {
  await using fetched = new AsyncDisposableStack();
  const here: SourceFile[] = [];
  for (const { key, name, mapping, dateOrder } of files) {
    const { path } = fetched.use(await blobs.fetched(key));
    here.push({ path, name, mapping, ...(dateOrder && { dateOrder }) });
  }
  return await checkFiles({ files: here, ...asked });
}
