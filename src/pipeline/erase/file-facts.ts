import { InputError } from "../../errors";
import { sha256OfFile } from "../../transactions/bytes/file-chunks";
import { inspectFile } from "../../transactions/inspect";

const PREVIEW_ROWS = 20;

/** The facts about a file of order lines after a rewrite. */
export async function fileFacts(path: string) {
  return { sha256: await sha256OfFile(path), sizeBytes: Bun.file(path).size, seen: await seenIn(path) };
}

/** The rest may no longer be a table, if all of it was one person's. */
async function seenIn(path: string) {
  try {
    const { preview, notes, format } = await inspectFile(path, { rows: PREVIEW_ROWS });
    return { preview, notes, format };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { preview: [], notes: [], format: "csv" };
  }
}
