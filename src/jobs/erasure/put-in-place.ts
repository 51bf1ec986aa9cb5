import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BlobStore } from "../../store/blobs";
import { exchangeOf } from "../../store/exchange";
import { COPY, type NoteFile } from "./erase-files";
import type { PreparedErasure } from "./erasure-task";

/** Records each change that another machine has prepared, and makes it: as if the copies had been made here. */
export async function putInPlace(
  blobs: BlobStore,
  { notes, copies }: PreparedErasure,
  note: NoteFile,
): Promise<void> {
  const exchange = exchangeOf(blobs);
  for (const [key, what] of notes) {
    if (what.type === "dataset deleted") {
      await note(key, what);
      await blobs.delete(dirname(key));
      continue;
    }
    const { at, sha256 } = copies.get(key)!;
    await using file = await blobs.fetched(key);
    const beside = join(dirname(file.path), `.${basename(file.path)}${COPY}${randomUUID()}`);
    try {
      await exchange.getFile(at, beside, sha256);
      await note(key, what);
      await blobs.replace(key, beside);
    } finally {
      await rm(beside, { force: true });
    }
  }
}
