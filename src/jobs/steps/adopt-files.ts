import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BlobStore } from "../../store/blobs";
import { groupOf } from "../../store/bucket/publish-folder";
import type { Exchange } from "../../store/exchange";
import type { DonePart, HandedFile } from "../job-handler";

interface Tools {
  readonly blobs: BlobStore;
  readonly exchange: Exchange;
}

/**
 * Publishes what parts have made as if it had been made here. Files of several parts with the same key become one, in
 * the order of the parts.
 */
export async function adoptFiles(tools: Tools, parts: readonly DonePart[]): Promise<void> {
  const all = parts.flatMap(({ files }) => files);
  for (const [group, files] of Map.groupBy(all, groupOf)) {
    if (group.split("/")[2] === "models") await adoptFolder(tools, group, files);
    else await tools.blobs.writeStream(group, joined(tools, group, files));
  }
}

/** Under a hidden name until it is complete, so that nobody takes half of it for a model. */
async function adoptFolder(
  { blobs, exchange }: Tools,
  prefix: string,
  files: readonly HandedFile[],
): Promise<void> {
  const folder = blobs.localPath(prefix);
  const hidden = hiddenBeside(folder);
  try {
    for (const { key, at, sha256 } of files) {
      const path = join(hidden, key.slice(prefix.length + 1));
      await mkdir(dirname(path), { recursive: true });
      await exchange.getFile(at, path, sha256);
    }
    await rm(folder, { recursive: true, force: true });
    await rename(hidden, folder);
  } finally {
    await rm(hidden, { recursive: true, force: true });
  }
  await blobs.publish(prefix);
}

async function* joined(
  { blobs, exchange }: Tools,
  key: string,
  files: readonly HandedFile[],
): AsyncGenerator<Uint8Array> {
  const path = hiddenBeside(blobs.localPath(key));
  await mkdir(dirname(path), { recursive: true });
  for (const { at, sha256 } of files) {
    try {
      await exchange.getFile(at, path, sha256);
      yield* Bun.file(path).stream();
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** Files and folders whose names begin with a dot are unfinished. */
function hiddenBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}`);
}
