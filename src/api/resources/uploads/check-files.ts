import type { CustomersCheck, FileCheck, FilesToCheck } from "../../../pipeline/reading/check-file";
import { checkCustomers, checkFiles } from "../../../pipeline/reading/read-apart";
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
  return inTurn(async () => {
    await using fetched = new AsyncDisposableStack();
    return await checkFiles({ files: await here(blobs, files, fetched), ...asked });
  });
}

/** The same with the customers' files of the data set, to be joined with its order lines. */
export async function checkCustomersInTurn(
  blobs: BlobStore,
  files: readonly FileOfKey[],
  customerFiles: readonly FileOfKey[],
  asked: Omit<FilesToCheck, "files">,
): Promise<CustomersCheck | null> {
  return inTurn(async () => {
    await using fetched = new AsyncDisposableStack();
    return await checkCustomers({
      files: await here(blobs, files, fetched),
      customerFiles: await here(blobs, customerFiles, fetched),
      ...asked,
    });
  });
}

function inTurn<T>(checkNow: () => Promise<T>): Promise<T> {
  const check = last.then(checkNow);
  waiting++;
  last = check.catch(() => {}).finally(() => waiting--);
  return check;
}

async function here(
  blobs: BlobStore,
  files: readonly FileOfKey[],
  fetched: AsyncDisposableStack,
): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const { key, name, mapping, dateOrder } of files) {
    const { path } = fetched.use(await blobs.fetched(key));
    found.push({ path, name, mapping, ...(dateOrder && { dateOrder }) });
  }
  return found;
}
